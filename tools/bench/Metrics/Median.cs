namespace VaeCodec.Bench.Metrics;

/// <summary>The middle of some numbers.</summary>
internal static class Median
{
    /// <summary>The middle one, or the mean of the middle two; there is at least one.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
