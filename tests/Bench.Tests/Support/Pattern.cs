namespace VaeCodec.Bench.Tests.Support;

/// <summary>A picture from integer arithmetic, and a coarse version of it: waves with some noise, the same in any language.</summary>
internal static class Pattern
{
    public static PixelImage Original(int width, int height) => Draw(width, height, Value);

    public static PixelImage Coarse(int width, int height) => Draw(width, height, (x, y, c) => Math.Min(255, Value(x, y, c) / 12 * 12 + 6));

    private static int Value(int x, int y, int c) => Math.Abs(x % 64 - 32) * 3 + Math.Abs(y % 48 - 24) * 4 + c * 20
        + (x * x + 3 * y * y + x * y) % 23;

    private static PixelImage Draw(int width, int height, Func<int, int, int, int> value)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)value(i / 3 % width, i / 3 / width, i % 3);
        return new(width, height, 3, pixels);
    }
}
