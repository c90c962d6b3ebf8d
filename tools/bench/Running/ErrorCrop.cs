using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Running;

/// <summary>Chooses the part of a picture that is worth looking at, and cuts it out.</summary>
internal static class ErrorCrop
{
    private const int Grid = 16;

    /// <summary>The window with the largest squared error, on a grid of 16 pixels; the whole picture where it is smaller.</summary>
    public static CropArea Worst(PixelImage original, PixelImage decoded, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(decoded);
        width = Math.Min(width, original.Width);
        height = Math.Min(height, original.Height);
        long[,] sums = Integral(original, decoded);
        var worst = new CropArea(0, 0, width, height);
        long most = -1;
        for (int y = 0; y + height <= original.Height; y += Grid)
        {
            for (int x = 0; x + width <= original.Width; x += Grid)
            {
                long error = sums[y + height, x + width] - sums[y, x + width] - sums[y + height, x] + sums[y, x];
                if (error <= most)
                    continue;
                most = error;
                worst = new(x, y, width, height);
            }
        }

        return worst;
    }

    /// <summary>The middle of a picture.</summary>
    public static CropArea Middle(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        width = Math.Min(width, image.Width);
        height = Math.Min(height, image.Height);
        return new((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }

    /// <summary>Cuts out.</summary>
    public static PixelImage Cut(PixelImage image, CropArea area)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(area);
        byte[] pixels = new byte[area.Width * area.Height * image.Channels];
        int row = area.Width * image.Channels;
        for (int y = 0; y < area.Height; y++)
            image.Pixels.AsSpan(((area.Y + y) * image.Width + area.X) * image.Channels, row).CopyTo(pixels.AsSpan(y * row));
        return new(area.Width, area.Height, image.Channels, pixels);
    }

    /// <summary>Squared errors of all pixels above and to the left: [H + 1, W + 1].</summary>
    private static long[,] Integral(PixelImage a, PixelImage b)
    {
        var sums = new long[a.Height + 1, a.Width + 1];
        for (int y = 0; y < a.Height; y++)
        {
            long row = 0;
            for (int x = 0; x < a.Width; x++)
            {
                for (int c = 0; c < a.Channels; c++)
                {
                    int at = (y * a.Width + x) * a.Channels + c, difference = a.Pixels[at] - b.Pixels[at];
                    row += difference * difference;
                }

                sums[y + 1, x + 1] = sums[y, x + 1] + row;
            }
        }

        return sums;
    }
}
