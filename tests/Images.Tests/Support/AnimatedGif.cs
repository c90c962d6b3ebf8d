namespace VaeCodec.Images.Tests.Support;

/// <summary>GIF files (GIF89a) of black frames, which nothing here writes.</summary>
internal static class AnimatedGif
{
    /// <summary>Frames of equal size, shown for a tenth of a second each. With codes of three bits, a clear code (4) before every pixel
    /// keeps the table from growing.</summary>
    public static byte[] Flat(int width, int height, int frames)
    {
        byte[] size = [(byte)width, 0, (byte)height, 0];
        List<byte> file = [.. "GIF89a"u8, .. size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
        for (int i = 0; i < frames; i++)
            file.AddRange([0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, .. size, 0, 2, .. Codes(width * height), 0]);
        return [.. file, 0x3b];
    }

    private static byte[] Codes(int pixels)
    {
        int[] codes = [.. Enumerable.Repeat(new[] { 4, 0 }, pixels).SelectMany(pair => pair), 5];
        byte[] bytes = new byte[((codes.Length * 3) + 7) / 8];
        for (int bit = 0; bit < codes.Length * 3; bit++)
            bytes[bit / 8] |= (byte)((codes[bit / 3] >> (bit % 3) & 1) << (bit % 8));
        return [(byte)bytes.Length, .. bytes]; // one block, of at most 255 bytes
    }
}
