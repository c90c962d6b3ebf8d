using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// The chunk that makes a file lossless: which network codes the exact pixels, and where behind the latents their streams lie. FORMAT.md,
/// "Exact pixels".
/// </summary>
/// <param name="ModelId">The first four bytes, big-endian, of the SHA-256 of the pixel network's weights.</param>
/// <param name="BaseCrc32C">CRC-32C of the lossy pixels, alpha included.</param>
/// <param name="LatentBytes">Length of the latents.</param>
/// <param name="StreamBytes">Length of the stream of each band of rows, which follow the latents in this order.</param>
internal sealed record PixelChunk(uint ModelId, uint BaseCrc32C, int LatentBytes, IReadOnlyList<int> StreamBytes)
{
    /// <summary>The most bands.</summary>
    public const int MaxBands = 256;

    /// <summary>A picture of several bands has at least this many rows for each.</summary>
    public const int MinBandRows = 16;

    /// <summary>All bytes behind the header and the chunks.</summary>
    public long PayloadBytes => LatentBytes + StreamBytes.Sum(bytes => (long)bytes);

    /// <summary>The first row of a band; of the band behind the last, the picture's height.</summary>
    public static int FirstRow(int band, int bands, int height) => (int)((long)band * height / bands);

    /// <summary>The most bands for a height.</summary>
    public static int MostBands(int height) => Math.Clamp(height / MinBandRows, 1, MaxBands);

    /// <summary>Reads the content of a chunk of type <see cref="VaecChunk.Pixels"/>.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not hold what it must.</exception>
    public static PixelChunk Read(ReadOnlySpan<byte> data, int height)
    {
        ByteReader reader = new(data);
        try
        {
            uint model = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(reader.UInt32());
            uint crc = reader.UInt32();
            int latents = Length(ref reader);
            uint bands = reader.Varint();
            if (bands < 1 || bands > MostBands(height))
                Throw.Corrupt($"{bands} bands of rows; a picture of {height} rows has 1 to {MostBands(height)}.", null);
            int[] streams = new int[bands];
            for (int i = 0; i < streams.Length; i++) streams[i] = Length(ref reader);
            if (reader.Position != data.Length) Throw.Corrupt("The chunk of exact pixels is longer than its content.", null);
            return new PixelChunk(model, crc, latents, streams);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The chunk of exact pixels is shorter than its content.", inner: e);
        }
    }

    /// <summary>The chunk.</summary>
    public VaecChunk Write()
    {
        ByteWriter writer = new(16 + (5 * StreamBytes.Count));
        writer.UInt32(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(ModelId));
        writer.UInt32(BaseCrc32C);
        writer.Varint((uint)LatentBytes);
        writer.Varint((uint)StreamBytes.Count);
        foreach (int bytes in StreamBytes) writer.Varint((uint)bytes);
        return new VaecChunk(VaecChunk.Pixels, writer.ToArray());
    }

    private static int Length(ref ByteReader reader)
    {
        uint length = reader.Varint();
        if (length > int.MaxValue) Throw.Corrupt($"A stream of {length} bytes.", null);
        return (int)length;
    }
}
