#:project ../codec/VaeCodec.csproj
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
using System.Buffers.Binary;
using System.IO.Compression;

// Renders the project's own test pictures. Run from the root of the repository: dotnet run corpus/generate.cs -- corpus

string folder = args.Length == 1 ? args[0] : "corpus";
PixelImage scene = Scene.Render(480, 320);
ImageFile.Save(scene, Path.Combine(folder, "sample.png"));
ImageFile.Save(Scene.Gray(scene, 160, 40, 199, 133), Path.Combine(folder, "gray.png"));
ImageFile.Save(Scene.WithAlpha(scene, 40, 100, 130, 97), Path.Combine(folder, "rgba.png"));
ImageFile.Save(new PixelImage(1, 1, 3, [200, 80, 40]), Path.Combine(folder, "tiny.png"));
File.WriteAllBytes(Path.Combine(folder, "deep.png"), DeepPng.Ramp(64, 16));

/// <summary>A landscape by arithmetic: smooth sky, fractal hills, grass of fine texture, a striped wall of hard edges.</summary>
internal static class Scene
{
    public static PixelImage Render(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double r, double g, double b) = Colour(x / (double)width, y / (double)height, x, y);
                double grain = (Hash(x, y, 77) - 0.5) * 4;
                int at = ((y * width) + x) * 3;
                pixels[at] = ToByte(r + grain);
                pixels[at + 1] = ToByte(g + grain);
                pixels[at + 2] = ToByte(b + grain);
            }
        }

        return new PixelImage(width, height, 3, pixels);
    }

    public static PixelImage Gray(PixelImage image, int left, int top, int width, int height)
    {
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int at = (((top + (i / width)) * image.Width) + left + (i % width)) * 3;
            pixels[i] = (byte)(((image.Pixels[at] * 77) + (image.Pixels[at + 1] * 150) + (image.Pixels[at + 2] * 29) + 128) >> 8);
        }

        return new PixelImage(width, height, 1, pixels);
    }

    /// <summary>A cut-out with a soft round edge.</summary>
    public static PixelImage WithAlpha(PixelImage image, int left, int top, int width, int height)
    {
        byte[] pixels = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            int x = i % width, y = i / width;
            image.Pixels.AsSpan((((top + y) * image.Width) + left + x) * 3, 3).CopyTo(pixels.AsSpan(i * 4));
            double distance = Math.Sqrt(Square((x - (width / 2.0)) / width) + Square((y - (height / 2.0)) / height));
            pixels[(i * 4) + 3] = ToByte((0.5 - distance) * 1500);
        }

        return new PixelImage(width, height, 4, pixels);
    }

    private static (double R, double G, double B) Colour(double u, double v, int x, int y)
    {
        if (u is > 0.66 and < 0.92 && v is > 0.42 and < 0.80)
            return Wall(x, y, v);
        double ridge = 0.52 + (0.16 * (Fractal(u * 5, 3.7, 5) - 0.5)) + (0.05 * Math.Sin(u * 7));
        if (v < ridge - 0.02)
            return Sky(u, v);
        if (v < ridge + 0.10)
        {
            double shade = Fractal(u * 24, v * 40, 4);
            return (60 + (70 * shade), 78 + (60 * shade), 92 + (40 * shade));
        }

        double grass = Fractal(u * 60, v * 26, 5), patch = Fractal(u * 6, v * 9, 3);
        return (50 + (90 * grass) + (50 * patch), 80 + (110 * grass), 30 + (55 * grass));
    }

    private static (double R, double G, double B) Sky(double u, double v)
    {
        double sun = Math.Sqrt(Square((u - 0.25) * 1.5) + Square(v - 0.2));
        if (sun < 0.07)
            return (252, 240, 190);
        double glow = 70 * Math.Exp(-sun * 5), cloud = 90 * Math.Max(0, Fractal((u * 4) + 9, v * 9, 5) - 0.55);
        return (110 + (120 * v) + glow + cloud, 160 + (70 * v) + (glow * 0.7) + cloud, 225 - (20 * v) + (cloud * 0.4));
    }

    /// <summary>Bricks, and rows of marks as small and hard-edged as printed letters.</summary>
    private static (double R, double G, double B) Wall(int x, int y, double v)
    {
        if (v < 0.54)
        {
            bool ink = y % 12 < 8 && Hash(x / 2, y / 2, 5) > 0.55 && (x / 7) % 5 != 0;
            return ink ? (25, 25, 35) : (235, 230, 215);
        }

        int row = y / 9, column = (x + (row % 2 * 11)) / 22;
        bool mortar = y % 9 == 0 || (x + (row % 2 * 11)) % 22 == 0;
        double tone = 40 * Hash(column, row, 3);
        return mortar ? (190, 185, 175) : (150 + tone, 75 + (tone * 0.7), 60 + (tone * 0.5));
    }

    private static double Fractal(double x, double y, int octaves)
    {
        double sum = 0, weight = 0.5;
        for (int i = 0; i < octaves; i++, weight *= 0.5, x *= 2.03, y *= 2.03)
            sum += weight * Noise(x, y, i);
        return sum;
    }

    private static double Noise(double x, double y, int seed)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double u = Smooth(x - left), v = Smooth(y - top);
        double above = Hash(left, top, seed) + (u * (Hash(left + 1, top, seed) - Hash(left, top, seed)));
        double below = Hash(left, top + 1, seed) + (u * (Hash(left + 1, top + 1, seed) - Hash(left, top + 1, seed)));
        return above + (v * (below - above));
    }

    private static double Smooth(double t) => t * t * (3 - (2 * t));

    private static double Square(double value) => value * value;

    private static double Hash(int x, int y, int seed)
    {
        uint h = ((uint)x * 0x9E3779B1) ^ ((uint)y * 0x85EBCA77) ^ ((uint)seed * 0xC2B2AE3D);
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return (h ^ (h >> 15)) / 4294967296.0;
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}

/// <summary>A gray PNG of 16 bits, by hand: the codec's own image files have 8.</summary>
internal static class DeepPng
{
    public static byte[] Ramp(int width, int height)
    {
        byte[] rows = new byte[height * (1 + (width * 2))];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                BinaryPrimitives.WriteUInt16BigEndian(rows.AsSpan((y * (1 + (width * 2))) + 1 + (x * 2)), (ushort)((x * 1000) + y));
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        byte[] header = [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, 16, 0, 0, 0, 0];
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. name, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
        }

        return ~crc;
    }
}
