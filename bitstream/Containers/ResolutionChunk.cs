using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>What a chunk of type <see cref="VaecChunk.Resolution"/> holds: how densely the pixels lie in print. FORMAT.md,
/// "Metadata".</summary>
/// <param name="X">Pixels a metre from left to right, 1 to 2^31 - 1.</param>
/// <param name="Y">Pixels a metre from the top down, 1 to 2^31 - 1.</param>
internal sealed record ResolutionChunk(int X, int Y)
{
    /// <summary>Reads the content of a chunk.</summary>
    /// <exception cref="VaeCodecException">Corrupt: it does not hold what it must.</exception>
    public static ResolutionChunk Read(ReadOnlySpan<byte> data)
    {
        ByteReader reader = new(data);
        try
        {
            uint x = reader.Varint(), y = reader.Varint();
            if (x is 0 or > int.MaxValue || y is 0 or > int.MaxValue || reader.Position != data.Length)
                Throw.Corrupt("The chunk of the resolution does not hold two numbers of pixels.", null);
            return new ResolutionChunk((int)x, (int)y);
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.Truncated)
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, "The chunk of the resolution is shorter than its content.", inner: e);
        }
    }

    /// <summary>The chunk.</summary>
    public VaecChunk Write()
    {
        ByteWriter writer = new(8);
        writer.Varint((uint)X);
        writer.Varint((uint)Y);
        return new VaecChunk(VaecChunk.Resolution, writer.ToArray());
    }
}
