using VaeCodec.Codec.Tests.Support;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>A small picture of any kind, size and layout, made up by a seed.</summary>
internal static class AnyPicture
{
    private const int MostSide = 70;
    private const int Thin = 3;

    private static readonly string[] s_kinds =
        ["flat", "noise", "faint noise", "palette", "gradient", "text", "stripes", "photograph", "photograph beside text"];

    /// <summary>The picture, and what it is.</summary>
    public static (PixelImage Image, string Name) Of(int seed)
    {
        var random = new Random(seed);
        int width = Side(random), height = Side(random), channels = 1 + (seed % 4);
        string kind = s_kinds[random.Next(s_kinds.Length)];
        byte[] pixels = Colours(kind, width, height, channels, random);
        bool hasAlpha = channels is 2 or 4;
        string alpha = hasAlpha ? Alpha(pixels, width, channels, random) : "none";
        return (new(width, height, channels, pixels), $"seed {seed}: {kind}, {width} x {height} x {channels}, alpha: {alpha}");
    }

    /// <summary>One in five is as thin as can be, or nearly.</summary>
    private static int Side(Random random) => random.Next(5) == 0 ? random.Next(1, Thin + 1) : random.Next(1, MostSide + 1);

    private static byte[] Colours(string kind, int width, int height, int channels, Random random)
    {
        PixelImage photo = Photo.Crop(width, height, channels, random.Next(400), random.Next(300));
        byte[] pixels = new byte[photo.Pixels.Length], noise = new byte[pixels.Length];
        random.NextBytes(noise);
        byte[][] palette = [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Colour(random, channels))];
        byte[] glyphs = new byte[8 * 8];
        random.NextBytes(glyphs);
        int period = 1 + random.Next(9), slope = random.Next(-4, 5), edge = random.Next(width + 1);
        for (int i = 0; i < pixels.Length; i++)
        {
            int c = i % channels, x = i / channels % width, y = i / channels / width;
            int letter = (x / 8 * 5) + (y / 8 * 3), ink = glyphs[letter % 8 * 8 + (y % 8)] >> (x % 8) & 1;
            pixels[i] = kind switch
            {
                "flat" => palette[0][c],
                "noise" => noise[i],
                "faint noise" => (byte)(palette[0][c] + (noise[i] & 3)),
                "palette" => palette[noise[i - c] % palette.Length][c],
                "gradient" => (byte)(palette[0][c] + (x * slope) + (y * (c - 1))),
                "text" => palette[ink % palette.Length][c],
                "stripes" => palette[(x + (y * slope * slope)) / period % palette.Length][c],
                "photograph" => photo.Pixels[i],
                _ => x < edge ? photo.Pixels[i] : palette[ink % palette.Length][c],
            };
        }

        return pixels;
    }

    /// <summary>What is under it stays: junk, wherever it is 0.</summary>
    private static string Alpha(byte[] pixels, int width, int channels, Random random)
    {
        string kind = new[] { "as drawn", "opaque", "nothing seen", "cut-out", "soft edge" }[random.Next(5)];
        int radius = 1 + random.Next(40);
        for (int i = channels - 1; i < pixels.Length; i += channels)
        {
            int x = (i / channels % width) - 20, y = (i / channels / width) - 20, far = (x * x) + (y * y) - (radius * radius);
            pixels[i] = kind switch
            {
                "as drawn" => pixels[i],
                "opaque" => 255,
                "nothing seen" => 0,
                "cut-out" => (byte)(far < 0 ? 255 : 0),
                _ => (byte)Math.Clamp(128 - far, 0, 255),
            };
        }

        return kind;
    }

    private static byte[] Colour(Random random, int channels)
    {
        byte[] colour = new byte[channels];
        random.NextBytes(colour);
        return colour;
    }
}
