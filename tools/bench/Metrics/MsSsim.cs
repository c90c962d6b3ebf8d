namespace VaeCodec.Bench.Metrics;

/// <summary>Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003) as the pytorch-msssim package defines it: five scales,
/// Gaussian window of 11 with sigma 1.5, valid convolution, per RGB channel, then the mean of the channels.</summary>
internal static class MsSsim
{
    /// <summary>Pictures with a shorter side have no fifth scale that the window fits into.</summary>
    public const int LeastSide = (Taps - 1) * 16 + 1;

    private const int Taps = 11;
    private const double Sigma = 1.5;
    private const float C1 = 0.01f * 255 * 0.01f * 255;
    private const float C2 = 0.03f * 255 * 0.03f * 255;
    private static readonly double[] s_weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
    private static readonly float[] s_window = Window();

    /// <summary>1 for identical pictures; null where the shorter side is below <see cref="LeastSide"/>.</summary>
    public static double? Of(PixelImage original, PixelImage decoded)
    {
        Psnr.RequireSameShape(original, decoded);
        if (Math.Min(original.Width, original.Height) < LeastSide)
            return null;
        return Enumerable.Range(0, 3).Average(c => Channel(Plane.Of(original, c), Plane.Of(decoded, c)));
    }

    private static double Channel(Plane a, Plane b)
    {
        double product = 1;
        for (int scale = 0; scale < s_weights.Length; scale++)
        {
            (double similarity, double contrast) = Scale(a, b);
            double factor = scale == s_weights.Length - 1 ? similarity : contrast;
            product *= Math.Pow(Math.Max(factor, 0), s_weights[scale]);
            (a, b) = (a.Halve(), b.Halve());
        }

        return product;
    }

    /// <summary>Means over one scale: the whole index, and contrast times structure.</summary>
    private static (double Similarity, double Contrast) Scale(Plane a, Plane b)
    {
        float[] meanA = a.Filter(s_window).Values, meanB = b.Filter(s_window).Values;
        float[] squareA = a.Times(a).Filter(s_window).Values, squareB = b.Times(b).Filter(s_window).Values,
            cross = a.Times(b).Filter(s_window).Values;
        double similarity = 0, contrast = 0;
        for (int i = 0; i < meanA.Length; i++)
        {
            float aa = meanA[i] * meanA[i], bb = meanB[i] * meanB[i], ab = meanA[i] * meanB[i];
            float cs = (2 * (cross[i] - ab) + C2) / (squareA[i] - aa + (squareB[i] - bb) + C2);
            contrast += cs;
            similarity += (2 * ab + C1) / (aa + bb + C1) * cs;
        }

        return (similarity / meanA.Length, contrast / meanA.Length);
    }

    private static float[] Window()
    {
        double[] taps = [.. Enumerable.Range(0, Taps).Select(i => Math.Exp(-(i - Taps / 2) * (i - Taps / 2) / (2 * Sigma * Sigma)))];
        return [.. taps.Select(t => (float)(t / taps.Sum()))];
    }
}
