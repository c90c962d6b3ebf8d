using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>The auxiliary chunks between header and latents, both ways: a count, then type, length and bytes of each.</summary>
internal static class ChunkCodec
{
    internal static List<VaecChunk> Read(ref ByteReader reader, ReadOnlyMemory<byte> file, ContainerLimits limits)
    {
        int at = reader.Position;
        uint count = reader.Varint();
        if (count == 0) throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Chunks are announced, but there are none", at);
        if (count > limits.MaxChunks)
            throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"{count} chunks exceed the limit of {limits.MaxChunks}", at);
        List<VaecChunk> chunks = [];
        for (uint i = 0; i < count; i++) chunks.Add(ReadOne(ref reader, file, limits, chunks));
        return chunks;
    }

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

        if (chunks.Count(chunk => chunk.Type == VaecChunk.Alpha) > 1 || chunks.Count(chunk => chunk.Type is VaecChunk.Pixels or VaecChunk.Texture) > 1)
            throw Throw.Argument("A file has one alpha plane at most, and one chunk of either exact pixels or texture.");
    }

    private static VaecChunk ReadOne(ref ByteReader reader, ReadOnlyMemory<byte> file, ContainerLimits limits, List<VaecChunk> before)
    {
        int at = reader.Position;
        byte type = reader.Byte();
        if (!VaecChunk.IsKnown(type))
            throw ByteReader.Fail(VaeCodecErrorKind.Unsupported, $"Chunk type {type} is needed but not known to this build", at);
        if (type is VaecChunk.Alpha or VaecChunk.Pixels or VaecChunk.Texture && before.Exists(chunk => chunk.Type == type))
            throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, $"A second chunk of type {type}, {VaecChunk.NameOf(type)}", at);
        if (type is VaecChunk.Pixels or VaecChunk.Texture && before.Exists(chunk => chunk.Type is VaecChunk.Pixels or VaecChunk.Texture))
            throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "Exact pixels and texture in one file", at);
        uint length = reader.Varint();
        if (length > limits.MaxChunkBytes)
            throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"A chunk of {length} bytes exceeds {limits.MaxChunkBytes}", at);
        int start = reader.Position;
        reader.Bytes(length);
        return new VaecChunk(type, file.Slice(start, (int)length));
    }
}
