namespace VaeCodec.Train.Data;

/// <summary>A filter for resampling.</summary>
/// <param name="Support">Where it becomes zero.</param>
/// <param name="Weight">Its value at a distance, in target pixels where a picture becomes smaller.</param>
internal sealed record ResamplingFilter(double Support, Func<double, double> Weight)
{
    public static ResamplingFilter Box { get; } = new(0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0);

    public static ResamplingFilter Triangle { get; } = new(1, x => Math.Max(0, 1 - Math.Abs(x)));

    public static ResamplingFilter Hamming { get; } = new(1, x => Math.Abs(x) < 1
        ? Sinc(x) * (0.54 + 0.46 * Math.Cos(Math.PI * x)) : 0);

    /// <summary>Catmull and Rom's: Keys' family with a = -1/2.</summary>
    public static ResamplingFilter Cubic { get; } = new(2, x => Math.Abs(x) switch
    {
        < 1 and var d => (1.5 * d - 2.5) * d * d + 1,
        < 2 and var d => ((-0.5 * d + 2.5) * d - 4) * d + 2,
        _ => 0,
    });

    public static ResamplingFilter Lanczos { get; } = new(3, x => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ResamplingFilter> All { get; } = [Box, Triangle, Hamming, Cubic, Lanczos];

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}

/// <summary>Makes pictures smaller or larger as Pillow does: rows, then columns, each rounded to bytes.</summary>
internal static class Resampling
{
    /// <summary>Resamples a whole picture.</summary>
    public static Photo Resize(Photo photo, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(filter);
        (int From, double[] Weights)[] columns = Taps(photo.Width, width, filter), rows = Taps(photo.Height, height, filter);
        var narrow = new byte[photo.Height * width * 3];
        for (int y = 0; y < photo.Height; y++)
        {
            for (int x = 0; x < width; x++)
                Sum(photo.Rgb, (y * photo.Width + columns[x].From) * 3, 3, columns[x].Weights, narrow.AsSpan((y * width + x) * 3, 3));
        }

        var small = new byte[height * width * 3];
        for (int y = 0; y < height; y++)
            Sum(narrow, rows[y].From * width * 3, width * 3, rows[y].Weights, small.AsSpan(y * width * 3, width * 3));
        return new(photo.Name, width, height, small);
    }

    private static void Sum(byte[] from, int start, int stride, double[] weights, Span<byte> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            double sum = 0;
            for (int tap = 0; tap < weights.Length; tap++)
                sum += weights[tap] * from[start + tap * stride + i];
            to[i] = (byte)Math.Clamp(Math.Floor(sum + 0.5), 0, 255);
        }
    }

    private static (int From, double[] Weights)[] Taps(int from, int to, ResamplingFilter filter)
    {
        double scale = (double)from / to, wide = Math.Max(scale, 1), support = filter.Support * wide;
        return [.. Enumerable.Range(0, to).Select(i =>
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - support + 0.5)), end = Math.Min(from, (int)(centre + support + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(x => filter.Weight((x - centre + 0.5) / wide))];
            double sum = weights.Sum();
            return (first, Array.ConvertAll(weights, w => w / sum));
        })];
    }
}
