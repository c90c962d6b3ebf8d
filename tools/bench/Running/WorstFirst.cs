using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>Orders images by how VaeCodec does on them.</summary>
internal static class WorstFirst
{
    /// <summary>Images with VaeCodec's PSNR at a quality less the best peer's at the same rate (interpolated over log-rate), lowest first.
    /// Where no peer covers the rate, less VaeCodec's mean over the images.</summary>
    public static IReadOnlyList<(Measurement Own, double LeadDb)> Order(IReadOnlyList<Measurement> measurements, string own, double quality)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        List<Measurement> ours = [.. measurements.Where(m => m.Codec == own && m.Setting == quality)];
        double mean = ours.Average(m => m.PsnrRgbDb);
        ILookup<string, Measurement> peers = measurements.Where(m => m.Codec != own).ToLookup(m => m.Image);
        return [.. ours.Select(m => (m, m.PsnrRgbDb - (BestAt(peers[m.Image], m.Bpp) ?? mean))).OrderBy(p => p.Item2)];
    }

    private static double? BestAt(IEnumerable<Measurement> peers, double bpp)
        => peers.GroupBy(m => m.Codec).Select(g => PsnrAt([.. g.OrderBy(m => m.Bpp)], bpp)).Max();

    private static double? PsnrAt(List<Measurement> curve, double bpp)
    {
        int above = curve.FindIndex(m => m.Bpp >= bpp);
        if (above <= 0)
            return null;
        Measurement low = curve[above - 1], high = curve[above];
        return low.PsnrRgbDb + (high.PsnrRgbDb - low.PsnrRgbDb) * Math.Log(bpp / low.Bpp) / Math.Log(high.Bpp / low.Bpp);
    }
}
