using System.IO.Compression;

namespace VaeCodec.Pipeline;

/// <summary>The lossless alpha plane: every byte minus the one above it (the first row: minus the one to the left), zlib-compressed.</summary>
internal static class AlphaPlane
{
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        var residual = new byte[width * height];
        for (int i = 0; i < residual.Length; i++)
        {
            int before = i >= width ? i - width : i - 1;
            residual[i] = (byte)(pixels[i * channels + channels - 1] - (before < 0 ? 0 : pixels[before * channels + channels - 1]));
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
            zlib.Write(residual);
        return packed.ToArray();
    }

    /// <summary>Writes the plane into the last channel of interleaved pixels.</summary>
    public static void Decode(ReadOnlyMemory<byte> chunk, Span<byte> pixels, int width, int height, int channels)
    {
        var plane = new byte[width * height];
        try
        {
            using var source = new WatchedStream(chunk.ToArray());
            using var zlib = new ZLibStream(source, CompressionMode.Decompress);
            zlib.ReadExactly(plane);
            if (zlib.ReadByte() >= 0 || !source.IsUsedUp)
                throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "the alpha chunk holds more or less than the picture's alpha plane");
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // also the internal ZLibException
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "the alpha chunk does not decompress to the picture's alpha plane", inner: e);
        }

        for (int i = 0; i < plane.Length; i++)
        {
            int before = i >= width ? i - width : i - 1;
            plane[i] += before < 0 ? (byte)0 : plane[before];
            pixels[i * channels + channels - 1] = plane[i];
        }
    }
}
