namespace VaeCodec.Bench.Metrics;

/// <summary>How busy a picture is, by its luma (BT.601): blur lowers these numbers, noise raises them.</summary>
/// <param name="FlatDeviation">Mean standard deviation within the 8 x 8 blocks that are flat in the original, in gray levels; null where
/// there are none.</param>
/// <param name="BusyDeviation">Likewise in all other blocks.</param>
/// <param name="Gradient">Mean length of the gradient, by differences of neighbours, in gray levels per pixel.</param>
internal sealed record LocalStatistics(double? FlatDeviation, double? BusyDeviation, double Gradient)
{
    /// <summary>Blocks of the original that deviate less count as flat, in gray levels.</summary>
    public const double Flat = 3;

    private const int Block = 8;

    /// <summary>Statistics of a picture.</summary>
    /// <param name="original">Says which blocks are flat.</param>
    /// <param name="picture">Any picture of the same shape, or the original itself.</param>
    public static LocalStatistics Of(PixelImage original, PixelImage picture)
    {
        Psnr.RequireSameShape(original, picture);
        Plane reference = Plane.Luma(original), plane = Plane.Luma(picture);
        var flat = new List<double>();
        var busy = new List<double>();
        for (int y = 0; y + Block <= plane.Height; y += Block)
        {
            for (int x = 0; x + Block <= plane.Width; x += Block)
                (Deviation(reference, x, y) < Flat ? flat : busy).Add(Deviation(plane, x, y));
        }

        return new(Mean(flat), Mean(busy), GradientOf(plane));
    }

    /// <summary>Root of the mean squared difference of the lumas' means over 16 x 16 blocks, in gray levels: what one picture makes
    /// brighter or darker than the other, its texture aside. null for pictures without such a block.</summary>
    public static double? Shift(PixelImage a, PixelImage b)
    {
        Psnr.RequireSameShape(a, b);
        Plane difference = Plane.Luma(a);
        float[] other = Plane.Luma(b).Values;
        for (int i = 0; i < other.Length; i++)
            difference.Values[i] -= other[i];
        const int side = 2 * Block;
        var squares = new List<double>();
        for (int y = 0; y + side <= a.Height; y += side)
        {
            for (int x = 0; x + side <= a.Width; x += side)
                squares.Add(Math.Pow(Moments(difference, x, y, side).Mean, 2));
        }

        return Mean(squares) is { } mean ? Math.Sqrt(mean) : null;
    }

    private static double GradientOf(Plane plane)
    {
        double sum = 0;
        for (int y = 0; y < plane.Height - 1; y++)
        {
            for (int x = 0; x < plane.Width - 1; x++)
            {
                int at = y * plane.Width + x;
                double right = plane.Values[at + 1] - plane.Values[at], down = plane.Values[at + plane.Width] - plane.Values[at];
                sum += Math.Sqrt(right * right + down * down);
            }
        }

        return sum / ((plane.Width - 1.0) * (plane.Height - 1));
    }

    private static double Deviation(Plane plane, int left, int top) => Math.Sqrt(Moments(plane, left, top, Block).Variance);

    private static (double Mean, double Variance) Moments(Plane plane, int left, int top, int side)
    {
        double sum = 0, squares = 0;
        for (int y = top; y < top + side; y++)
        {
            for (int x = left; x < left + side; x++)
            {
                double value = plane.Values[y * plane.Width + x];
                sum += value;
                squares += value * value;
            }
        }

        double mean = sum / (side * side);
        return (mean, Math.Max(0, squares / (side * side) - mean * mean));
    }

    private static double? Mean(List<double> values) => values.Count == 0 ? null : values.Average();
}
