namespace VaeCodec.Pixels;

/// <summary>How far the texture of each pixel may take it from the lossy picture: no further than that picture itself varies nearby, so
/// that flat areas stay flat, and never far, so that samples of samples cannot run away. FORMAT.md, "Texture".</summary>
internal static class TextureReach
{
    /// <summary>The furthest, in gray levels.</summary>
    public const int Most = 16;

    private const int Radius = 2;

    /// <summary>[H, W]: the largest range of any channel over the 5 x 5 around each pixel inside the picture, at most
    /// <see cref="Most"/>.</summary>
    /// <param name="lossy">Interleaved.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="channels">Bytes per pixel, with alpha where there is one.</param>
    /// <param name="cancellationToken">Looked at before every row.</param>
    public static byte[] Of(ReadOnlySpan<byte> lossy, int width, int height, int channels,
        CancellationToken cancellationToken = default)
    {
        byte[] reach = new byte[width * height], low = new byte[width], high = new byte[width];
        for (int y = 0; y < height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int top = Math.Max(0, y - Radius), rows = Math.Min(height, y + Radius + 1) - top;
            for (int c = 0; c < (channels <= 2 ? 1 : 3); c++)
            {
                Columns(lossy.Slice(top * width * channels, rows * width * channels), rows, channels, c, low, high);
                Raise(reach.AsSpan(y * width, width), low, high);
            }
        }

        return reach;
    }

    /// <summary>The least and the greatest value of a channel in each column of some rows.</summary>
    private static void Columns(ReadOnlySpan<byte> pixels, int rows, int channels, int channel, byte[] low, byte[] high)
    {
        Array.Fill(low, byte.MaxValue);
        Array.Fill(high, byte.MinValue);
        for (int row = 0, at = channel; row < rows; row++)
        {
            for (int x = 0; x < low.Length; x++, at += channels)
                (low[x], high[x]) = (Math.Min(low[x], pixels[at]), Math.Max(high[x], pixels[at]));
        }
    }

    private static void Raise(Span<byte> reach, byte[] low, byte[] high)
    {
        for (int x = 0; x < reach.Length; x++)
        {
            int least = byte.MaxValue, greatest = byte.MinValue;
            for (int at = Math.Max(0, x - Radius); at <= Math.Min(reach.Length - 1, x + Radius); at++)
                (least, greatest) = (Math.Min(least, low[at]), Math.Max(greatest, high[at]));
            reach[x] = (byte)Math.Clamp(greatest - least, reach[x], Most);
        }
    }
}
