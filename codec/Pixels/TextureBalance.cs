namespace VaeCodec.Pixels;

/// <summary>Takes from a texture its own local mean, so that it changes no colour and no shade of what is larger than itself: errors of the
/// samples add up over an area, and the lossy picture knows such means better. FORMAT.md, "Texture".</summary>
internal static class TextureBalance
{
    private const int Radius = 4;
    private const int Side = 2 * Radius + 1;

    /// <summary>Subtracts from every pixel the rounded mean of sample less lossy pixel, over the 9 x 9 around it inside the
    /// picture.</summary>
    /// <param name="samples">Interleaved, with alpha where there is one, which stays.</param>
    /// <param name="lossy">The picture that was sampled from.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="cancellationToken">Looked at before every row.</param>
    public static void Apply(Span<byte> samples, ReadOnlySpan<byte> lossy, int width, int height, int channels,
        CancellationToken cancellationToken = default)
    {
        int[] columns = new int[width]; // sums of the differences of the rows around
        short[] differences = new short[Side * width]; // of those rows; row y is at y mod Side
        for (int c = 0; c < (channels <= 2 ? 1 : 3); c++)
        {
            Array.Clear(columns);
            Array.Clear(differences);
            for (int y = -Radius; y < height; y++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // before row y is changed, that far below it is read, in place of the one as far above the last
                int below = y + Radius, slot = below % Side * width;
                for (int x = 0; x < width; x++)
                {
                    int at = (below * width + x) * channels + c;
                    int difference = below < height ? samples[at] - lossy[at] : 0;
                    columns[x] += difference - differences[slot + x];
                    differences[slot + x] = (short)difference;
                }

                if (y >= 0)
                    Row(samples.Slice(y * width * channels + c), columns, Math.Min(height, y + Radius + 1) - Math.Max(0, y - Radius),
                        channels);
            }
        }
    }

    /// <summary>One channel of a row, the first of whose values is the span's first.</summary>
    private static void Row(Span<byte> samples, int[] columns, int rows, int channels)
    {
        int sum = 0, from = 0, to = 0; // columns in the sum
        for (int x = 0; x < columns.Length; x++)
        {
            for (; to < Math.Min(columns.Length, x + Radius + 1); to++)
                sum += columns[to];
            for (; from < x - Radius; from++)
                sum -= columns[from];
            ref byte sample = ref samples[x * channels];
            sample = (byte)Math.Clamp(sample - RoundedMean(sum, rows * (to - from)), 0, 255);
        }
    }

    /// <summary>floor(sum / count + 1/2).</summary>
    private static int RoundedMean(int sum, int count)
    {
        (int quotient, int rest) = Math.DivRem(2 * sum + count, 2 * count);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
