namespace VaeCodec.Codec.Tests.Archives;

/// <summary>Small gray pictures of a soft white stroke on black, by seed.</summary>
internal static class Strokes
{
    public const int Side = 28;

    public static PixelImage Picture(int seed)
    {
        var random = new Random(seed);
        double x = 6 + (16 * random.NextDouble()), y = 5, dx = random.NextDouble() - 0.5, bend = (random.NextDouble() - 0.5) / 8;
        byte[] pixels = new byte[Side * Side];
        for (; y < 23; y += 0.25, x += dx / 2, dx += bend)
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                double distance = Math.Sqrt(Math.Pow((i % Side) - x, 2) + Math.Pow((i / Side) - y, 2));
                pixels[i] = (byte)Math.Max(pixels[i], Math.Clamp(255 * (2.2 - distance), 0, 254));
            }
        }

        return new(Side, Side, 1, pixels);
    }
}
