using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// The chunk that has a lossy picture finished with samples of the pixel network. FORMAT.md, "Texture".
/// </summary>
/// <param name="ModelId">The first four bytes, big-endian, of the SHA-256 of the pixel network's weights.</param>
/// <param name="BaseCrc32C">CRC-32C of the picture without texture, alpha included.</param>
/// <param name="Temperature">Index of a <see cref="TextureTemperature"/>.</param>
/// <param name="Bands">Bands of rows that are sampled each on its own, as in a <see cref="PixelChunk"/>.</param>
/// <param name="Seed">Of the random numbers.</param>
internal sealed record TextureChunk(uint ModelId, uint BaseCrc32C, byte Temperature, int Bands, uint Seed)
{
    /// <summary>Reads the content of a chunk of type <see cref="VaecChunk.Texture"/>.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not hold what it must.</exception>
    public static TextureChunk Read(ReadOnlySpan<byte> data, int height)
    {
        ByteReader reader = new(data);
        try
        {
            uint model = BinaryPrimitives.ReverseEndianness(reader.UInt32());
            uint crc = reader.UInt32();
            byte temperature = reader.Byte();
            if (temperature > TextureTemperature.Highest)
                Throw.Corrupt($"A temperature index of {temperature}; it is 0 to {TextureTemperature.Highest}.", null);
            uint bands = reader.Varint();
            if (bands < 1 || bands > PixelChunk.MostBands(height))
                Throw.Corrupt($"{bands} bands of rows; a picture of {height} rows has 1 to {PixelChunk.MostBands(height)}.", null);
            uint seed = reader.Varint();
            if (reader.Position != data.Length) Throw.Corrupt("The chunk of texture is longer than its content.", null);
            return new TextureChunk(model, crc, temperature, (int)bands, seed);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The chunk of texture is shorter than its content.", inner: e);
        }
    }

    /// <summary>The chunk.</summary>
    public VaecChunk Write()
    {
        ByteWriter writer = new(16);
        writer.UInt32(BinaryPrimitives.ReverseEndianness(ModelId));
        writer.UInt32(BaseCrc32C);
        writer.Byte(Temperature);
        writer.Varint((uint)Bands);
        writer.Varint(Seed);
        return new VaecChunk(VaecChunk.Texture, writer.ToArray());
    }
}
