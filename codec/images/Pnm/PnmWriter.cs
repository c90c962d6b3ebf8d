using System.Text;

namespace VaeCodec.Images.Pnm;

/// <summary>Writes binary PBM, PGM and PPM files. What such a file cannot hold is left out: colours become gray in a PGM, and gray black
/// or white in a PBM.</summary>
internal static class PnmWriter
{
    /// <summary>The file of a suffix: <c>.pbm</c>, <c>.pgm</c>, <c>.ppm</c>, or <c>.pnm</c> for whichever of the latter two the picture
    /// is. The picture has no alpha.</summary>
    public static byte[] Write(PixelImage image, string suffix)
    {
        bool bits = suffix.Equals(".pbm", StringComparison.OrdinalIgnoreCase);
        bool gray = suffix.ToLowerInvariant() switch { ".ppm" => false, ".pnm" => image.IsGray, _ => true };
        string header = bits ? $"P4\n{image.Width} {image.Height}\n" : $"P{(gray ? 5 : 6)}\n{image.Width} {image.Height}\n255\n";
        int bytes = checked(image.Height * (bits ? (image.Width + 7) / 8 : image.Width * (gray ? 1 : 3)));
        byte[] file = new byte[checked(header.Length + bytes)];
        Span<byte> samples = file.AsSpan(Encoding.ASCII.GetBytes(header, file));
        if (image.Channels == (gray ? 1 : 3) && !bits)
            image.Pixels.CopyTo(samples);
        else if (bits)
            WriteBits(image, samples);
        else
            WriteConverted(image, gray, samples);
        return file;
    }

    private static void WriteConverted(PixelImage image, bool gray, Span<byte> samples)
    {
        for (int i = 0, at = 0; at < samples.Length; i++)
        {
            if (gray)
            {
                samples[at++] = GrayOf(image, i);
                continue;
            }

            for (int c = 0; c < 3; c++)
                samples[at++] = Sample(image, i, c);
        }
    }

    private static void WriteBits(PixelImage image, Span<byte> samples)
    {
        int stride = (image.Width + 7) / 8;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            (int y, int x) = Math.DivRem(i, image.Width);
            if (GrayOf(image, i) < 128)
                samples[(y * stride) + (x / 8)] |= (byte)(0x80 >> (x % 8));
        }
    }

    private static byte GrayOf(PixelImage image, int pixel) => image.IsGray ? Sample(image, pixel, 0)
        : Luminance.GrayOf(Sample(image, pixel, 0), Sample(image, pixel, 1), Sample(image, pixel, 2));

    private static byte Sample(PixelImage image, int pixel, int channel)
        => image.Pixels[(pixel * image.Channels) + (image.IsGray ? 0 : channel)];
}
