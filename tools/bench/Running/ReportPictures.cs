namespace VaeCodec.Bench.Running;

/// <summary>The pixels of a report, beside its numbers.</summary>
/// <param name="Comparisons">One entry for each of <see cref="Results.BenchResults.Comparisons"/>.</param>
/// <param name="Layers">JPEG files, one for each step of <see cref="Results.BenchResults.Progression"/>.</param>
internal sealed record ReportPictures(IReadOnlyList<ComparisonPictures> Comparisons, IReadOnlyList<byte[]> Layers);

/// <summary>The crops of one comparison as lossless WebP files.</summary>
/// <param name="Original">The image itself.</param>
/// <param name="Codecs">In the order of <see cref="Results.Comparison.Pictures"/>.</param>
internal sealed record ComparisonPictures(byte[] Original, IReadOnlyList<byte[]> Codecs)
{
    /// <summary>All files together.</summary>
    public long Bytes => Original.Length + Codecs.Sum(c => (long)c.Length);
}
