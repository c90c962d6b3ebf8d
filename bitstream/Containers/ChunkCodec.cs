using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>The auxiliary chunks between header and latents, both ways: a count, then type, length and bytes of each.</summary>
internal static class ChunkCodec
{
    internal static List<VaecChunk> Read(ref ByteReader reader, ReadOnlyMemory<byte> file, ContainerLimits limits)
    {
        uint count = ReadCount(ref reader, limits);
        List<VaecChunk> chunks = [];
        for (uint i = 0; i < count; i++)
        {
            (byte type, int length) = ReadStart(ref reader, limits, [.. chunks.Select(chunk => chunk.Type)]);
            int start = reader.Position;
            reader.Bytes(length);
            chunks.Add(new(type, file.Slice(start, length)));
        }

        return chunks;
    }

    internal static uint ReadCount(ref ByteReader reader, ContainerLimits limits)
    {
        int at = reader.Position;
        uint count = reader.Varint();
        if (count == 0) throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Chunks are announced, but there are none", at);
        if (count > limits.MaxChunks)
            throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"{count} chunks exceed the limit of {limits.MaxChunks}", at);
        return count;
    }

    /// <summary>How many bytes <see cref="Write"/> appends; none for no chunks.</summary>
    internal static int LengthOf(IReadOnlyList<VaecChunk> chunks)
        => chunks.Count == 0 ? 0 : ByteWriter.VarintLength((uint)chunks.Count)
            + chunks.Sum(chunk => 1 + ByteWriter.VarintLength((uint)chunk.Data.Length) + chunk.Data.Length);

    internal static void Write(ByteWriter writer, IReadOnlyList<VaecChunk> chunks)
    {
        writer.Varint((uint)chunks.Count);
        foreach (VaecChunk chunk in chunks)
        {
            if (!VaecChunk.IsKnown(chunk.Type)) throw Throw.Argument($"Chunk type {chunk.Type} is not defined.");
            writer.Byte(chunk.Type);
            writer.Varint((uint)chunk.Data.Length);
            writer.Bytes(chunk.Data.Span);
        }

        byte[] types = [.. chunks.Select(chunk => chunk.Type)];
        for (int i = 0; i < types.Length; i++)
        {
            if (Array.Exists(types[..i], before => Exclude(before, types[i])))
                throw Throw.Argument("A file has one alpha plane at most, one chunk of either exact pixels or texture, and one of exact "
                    + "areas if not all pixels are exact; or one of plain pixels and none of these.");
        }
    }

    /// <summary>Type and length of the next chunk.</summary>
    /// <param name="reader">Stands at its start, and then at its content.</param>
    /// <param name="limits">Of its length.</param>
    /// <param name="before">The types of the chunks before it.</param>
    /// <param name="origin">The place in the file of the reader's first byte, for messages.</param>
    internal static (byte Type, int Length) ReadStart(ref ByteReader reader, ContainerLimits limits, IReadOnlyList<byte> before,
        long origin = 0)
    {
        long at = origin + reader.Position;
        byte type = reader.Byte();
        if (!VaecChunk.IsKnown(type))
            throw ByteReader.Fail(VaeCodecErrorKind.Unsupported, $"Chunk type {type} is needed but not known to this build", at);
        foreach (byte other in before.Where(other => Exclude(other, type)))
        {
            throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, other == type
                ? $"A second chunk of type {type}, {VaecChunk.NameOf(type)}"
                : $"Chunks of {VaecChunk.NameOf(other)} and {VaecChunk.NameOf(type)} in one file", at);
        }

        uint length = reader.Varint();
        if (type == VaecChunk.Plain && length > 0)
            throw ByteReader.Fail(VaeCodecErrorKind.Unsupported, "A kind of plain pixels that is not known to this build", at);
        if (length > limits.MaxChunkBytes)
            throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"A chunk of {length} bytes exceeds {limits.MaxChunkBytes}", at);
        return (type, (int)length);
    }

    /// <summary>True for two chunks that cannot be in one file.</summary>
    private static bool Exclude(byte one, byte other) => (one, other) switch
    {
        (VaecChunk.Alpha, VaecChunk.Alpha) => true,
        (VaecChunk.Pixels or VaecChunk.Texture, VaecChunk.Pixels or VaecChunk.Texture) => true,
        (VaecChunk.Areas, VaecChunk.Areas or VaecChunk.Pixels) or (VaecChunk.Pixels, VaecChunk.Areas) => true,
        (VaecChunk.Plain, < VaecChunk.FirstAncillary) or ( < VaecChunk.FirstAncillary, VaecChunk.Plain) => true,
        _ => false,
    };
}
