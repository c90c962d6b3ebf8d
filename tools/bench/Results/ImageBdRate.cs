namespace VaeCodec.Bench.Results;

/// <summary>VaeCodec on one image against the reference on the same image.</summary>
/// <param name="Image">File name.</param>
/// <param name="Delta">Over the common PSNR interval.</param>
internal sealed record ImageBdRate(string Image, BjontegaardDelta Delta)
{
    /// <summary>All images, worst first; those without a common interval, or where the reference was not measured here, are left
    /// out.</summary>
    public static IReadOnlyList<ImageBdRate> Of(IEnumerable<Measurement> measurements, string own, string reference)
    {
        ILookup<(string Image, string Codec), RatePoint> curves = measurements.ToLookup(m => (m.Image, m.Codec),
            m => new RatePoint(m.Bpp, m.PsnrRgbDb));
        return [.. curves.Where(c => c.Key.Codec == own && curves.Contains((c.Key.Image, reference)))
            .Select(c => (c.Key.Image, Delta: BjontegaardDelta.Rate([.. c], [.. curves[(c.Key.Image, reference)]])))
            .Where(c => c.Delta is not null).Select(c => new ImageBdRate(c.Image, c.Delta!)).OrderByDescending(c => c.Delta.Percent)];
    }
}
