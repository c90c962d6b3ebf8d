using VaeCodec.Images;

namespace VaeCodec.Train.Data;

/// <summary>A decoded training picture.</summary>
/// <param name="Name">File name without folder.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Interleaved, row-major.</param>
internal sealed record Photo(string Name, int Width, int Height, byte[] Rgb)
{
    /// <summary>The shorter side.</summary>
    public int ShorterSide => Math.Min(Width, Height);

    /// <summary>How much there is to code: the mean difference of green between a pixel and the one on its left.</summary>
    public double Detail()
    {
        long sum = 0;
        for (int y = 0; y < Height; y++)
        {
            int row = y * Width * 3;
            for (int at = row + 4; at < row + Width * 3; at += 3)
                sum += Math.Abs(Rgb[at] - Rgb[at - 3]);
        }

        return (double)sum / Height / Math.Max(1, Width - 1);
    }

    /// <summary>Decodes a file; gray becomes RGB, alpha is dropped.</summary>
    public static Photo Load(string path)
    {
        PixelImage image = ImageFile.Load(path);
        return new(Path.GetFileName(path), image.Width, image.Height, image.Channels == 3 ? image.Pixels : ToRgb(image));
    }

    private static byte[] ToRgb(PixelImage image)
    {
        var rgb = new byte[checked(image.Width * image.Height * 3)];
        int pixel = image.Channels, green = image.IsGray ? 0 : 1;
        for (int from = 0, to = 0; to < rgb.Length; from += pixel, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (image.Pixels[from], image.Pixels[from + green], image.Pixels[from + 2 * green]);
        return rgb;
    }
}
