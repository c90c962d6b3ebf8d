using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Picture;

/// <summary>The lossless alpha plane: every byte minus the one above it (the first row: minus the one to the left),
/// zlib-compressed.</summary>
internal static class AlphaPlane
{
    private const string Name = "alpha chunk";

    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels,
        CancellationToken cancellationToken = default)
    {
        var residual = new byte[width * height];
        for (int i = 0; i < residual.Length; i++)
        {
            int before = i >= width ? i - width : i - 1;
            residual[i] = (byte)(pixels[i * channels + channels - 1] - (before < 0 ? 0 : pixels[before * channels + channels - 1]));
        }

        return Zlib.Pack(residual, cancellationToken);
    }

    /// <summary>Refuses a chunk that cannot hold the plane, before the picture is made.</summary>
    public static void RequirePossible(ReadOnlyMemory<byte> chunk, int width, int height) =>
        Zlib.RequirePossible(chunk, (long)width * height, Name);

    /// <summary>Writes the plane into the last channel of interleaved pixels.</summary>
    public static void Decode(ReadOnlyMemory<byte> chunk, Span<byte> pixels, int width, int height, int channels,
        CancellationToken cancellationToken = default)
    {
        byte[] plane = Zlib.Unpack(chunk, width * height, Name, cancellationToken);
        for (int i = 0; i < plane.Length; i++)
        {
            int before = i >= width ? i - width : i - 1;
            plane[i] += before < 0 ? (byte)0 : plane[before];
            pixels[i * channels + channels - 1] = plane[i];
        }
    }
}
