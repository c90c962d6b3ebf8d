namespace VaeCodec.Picture;

/// <summary>Smaller pictures by whole factors: each pixel is the mean of a square of pixels, as it is stored (not linear light), which
/// neither rings nor aliases much.</summary>
internal static class PictureReduction
{
    /// <summary>A picture of ceil(width / factor) x ceil(height / factor). Colours count as much as they are opaque; squares that stand
    /// over the right or lower edge are the mean of what is inside.</summary>
    public static PixelImage Reduce(PixelImage image, int factor, CancellationToken cancellationToken = default)
    {
        if (factor == 1)
            return image;
        int width = Side(image.Width, factor), height = Side(image.Height, factor), channels = image.Channels;
        var pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int x = 0; x < width; x++)
            {
                var square = new Square(x * factor, y * factor, Math.Min(factor, image.Width - (x * factor)),
                    Math.Min(factor, image.Height - (y * factor)));
                Mean(image, square, pixels.AsSpan(((y * width) + x) * channels, channels));
            }
        }

        return image with { Width = width, Height = height, Pixels = pixels };
    }

    /// <summary>A side of the smaller picture.</summary>
    public static int Side(int side, int factor) => (side + factor - 1) / factor;

    private readonly record struct Square(int Left, int Top, int Width, int Height);

    private static void Mean(PixelImage image, Square square, Span<byte> mean)
    {
        int channels = image.Channels, colours = image.HasAlpha ? channels - 1 : channels, count = square.Width * square.Height;
        Span<int> plain = stackalloc int[4], weighted = stackalloc int[4];
        int opacity = 0;
        for (int y = square.Top; y < square.Top + square.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.AsSpan(((y * image.Width) + square.Left) * channels, square.Width * channels);
            for (int at = 0; at < row.Length; at += channels)
            {
                int alpha = image.HasAlpha ? row[at + colours] : 1;
                opacity += alpha;
                for (int c = 0; c < colours; c++)
                {
                    plain[c] += row[at + c];
                    weighted[c] += row[at + c] * alpha;
                }
            }
        }

        for (int c = 0; c < colours; c++)
            mean[c] = (byte)(opacity == 0 ? (plain[c] + (count / 2)) / count : (weighted[c] + (opacity / 2)) / opacity);
        if (image.HasAlpha)
            mean[colours] = (byte)((opacity + (count / 2)) / count);
    }
}
