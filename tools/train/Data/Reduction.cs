namespace VaeCodec.Train.Data;

/// <summary>Reduces windows of pictures with a triangular filter that is twice as wide as a target pixel, which keeps fine detail from
/// folding back.</summary>
internal static class Reduction
{
    /// <summary>Reduces the square window of <paramref name="window"/> pixels to <paramref name="side"/> pixels, interleaved RGB.</summary>
    /// <param name="photo">Holds the window.</param>
    /// <param name="top">First row.</param>
    /// <param name="left">First column.</param>
    /// <param name="window">At least <paramref name="side"/>.</param>
    /// <param name="side">Of the result.</param>
    /// <param name="to">side * side * 3 bytes.</param>
    public static void Square(Photo photo, int top, int left, int window, int side, Span<byte> to)
    {
        (int From, float[] Weights)[] taps = [.. Enumerable.Range(0, side).Select(i => Taps(i, window, side))];
        var rows = new float[window * side * 3];
        for (int y = 0; y < window; y++)
        {
            ReadOnlySpan<byte> source = photo.Rgb.AsSpan(((top + y) * photo.Width + left) * 3, window * 3);
            Span<float> row = rows.AsSpan(y * side * 3, side * 3);
            for (int x = 0; x < side; x++)
            {
                (int from, float[] weights) = taps[x];
                for (int c = 0; c < 3; c++)
                {
                    float sum = 0;
                    for (int i = 0; i < weights.Length; i++)
                        sum += weights[i] * source[(from + i) * 3 + c];
                    row[x * 3 + c] = sum;
                }
            }
        }

        var line = new float[side * 3];
        for (int y = 0; y < side; y++)
        {
            Array.Clear(line);
            (int from, float[] weights) = taps[y];
            for (int i = 0; i < weights.Length; i++)
            {
                ReadOnlySpan<float> row = rows.AsSpan((from + i) * side * 3, side * 3);
                for (int j = 0; j < line.Length; j++)
                    line[j] += weights[i] * row[j];
            }

            for (int j = 0; j < line.Length; j++)
                to[y * side * 3 + j] = (byte)Math.Clamp((int)MathF.Round(line[j]), 0, 255);
        }
    }

    private static (int From, float[] Weights) Taps(int target, int window, int side)
    {
        double scale = (double)window / side, centre = (target + 0.5) * scale - 0.5;
        int from = Math.Max(0, (int)Math.Ceiling(centre - scale)), to = Math.Min(window - 1, (int)Math.Floor(centre + scale));
        var weights = new float[to - from + 1];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)Math.Max(0, 1 - Math.Abs(from + i - centre) / scale);
        float sum = weights.Sum();
        for (int i = 0; i < weights.Length; i++)
            weights[i] /= sum;
        return (from, weights);
    }
}
