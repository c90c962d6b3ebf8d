namespace VaeCodec.Codec.Tests.Pixels.Graphics;

/// <summary>Pictures of the kinds that graphics are made of, drawn from a seed.</summary>
internal static class GraphicsPictures
{
    public static readonly string[] Kinds =
        ["flat", "palette2", "palette16", "palette257", "gradient", "noise", "glyphs", "dither", "mixed"];

    public static byte[] Draw(string kind, int width, int height, int channels, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[width * height * channels];
        byte[][] palette = [.. Enumerable.Range(0, 257).Select(_ => Bytes(random, channels))];
        bool[] glyph = [.. Enumerable.Range(0, 64).Select(_ => random.Next(2) == 0)];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = pixels.AsSpan(((y * width) + x) * channels, channels);
                int cell = (x / 8 * 7) + (y / 8 * 3);
                ReadOnlySpan<byte> colour = kind switch
                {
                    "flat" => palette[0],
                    "palette2" => palette[(x * x / 9 + y) / 5 % 2],
                    "palette16" => palette[random.Next(8) == 0 ? random.Next(16) : x / 3 % 16],
                    "palette257" => palette[random.Next(257)],
                    "glyphs" => palette[glyph[(x + cell) % 8 + (y % 8 * 8)] ? 1 : 0],
                    "dither" => palette[(x + y) % 2 == 0 ? 0 : y * 4 / height],
                    _ => default,
                };
                if (!colour.IsEmpty) colour.CopyTo(pixel);
                else if (kind == "noise" || (kind == "mixed" && x > width / 2)) random.NextBytes(pixel);
                else if (kind == "gradient" || y > height / 2) Gradient(pixel, x, y);
            }
        }

        return pixels;
    }

    private static void Gradient(Span<byte> pixel, int x, int y)
    {
        for (int c = 0; c < pixel.Length; c++) pixel[c] = (byte)((x * (c + 1)) + (y / 2));
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
