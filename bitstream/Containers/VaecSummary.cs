namespace VaeCodec.Bitstream.Containers;

/// <summary>A chunk without its content.</summary>
/// <param name="Type">The type.</param>
/// <param name="Bytes">Length of the content.</param>
internal readonly record struct VaecChunkEntry(byte Type, int Bytes);

/// <summary>Everything of a .vaec file but the content of its large parts: what can be told from its beginning.</summary>
/// <param name="Header">The header.</param>
/// <param name="Chunks">The auxiliary chunks, in file order.</param>
/// <param name="Pixels">What a lossless file says of its exact pixels.</param>
/// <param name="Texture">How the picture gets its texture.</param>
/// <param name="LatentsOffset">Where the latents begin.</param>
internal sealed record VaecSummary(VaecHeader Header, IReadOnlyList<VaecChunkEntry> Chunks, PixelChunk? Pixels, TextureChunk? Texture,
    long LatentsOffset)
{
    /// <summary>How much of a file is read at once: header, small chunks and most profiles.</summary>
    private const int BlockBytes = 1 << 16;

    /// <summary>Longer than any header with the count of its chunks, and than the start of any chunk.</summary>
    private const int LongestHead = 288;

    /// <summary>Reads a file's beginning from where a stream stands. Chunks that describe the picture are read, all others passed
    /// over.</summary>
    /// <exception cref="VaeCodecException">NotVaec, Truncated, Corrupt, Unsupported or LimitExceeded; the file's checksum is not
    /// verified.</exception>
    public static VaecSummary Read(Stream source, ContainerLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= ContainerLimits.Default;
        var window = new StreamWindow(source, BlockBytes);
        ReadOnlySpan<byte> head = window.Peek(LongestHead);
        ByteReader reader = new(head);
        VaecHeader header = HeaderCodec.Read(ref reader, head, limits, out bool hasChunks);
        uint count = hasChunks ? ChunkCodec.ReadCount(ref reader, limits) : 0;
        window.Skip(reader.Position);
        List<VaecChunkEntry> chunks = [];
        PixelChunk? pixels = null;
        TextureChunk? texture = null;
        for (uint i = 0; i < count; i++)
        {
            ByteReader start = new(window.Peek(LongestHead));
            (byte type, int length) = ChunkCodec.ReadStart(ref start, limits, [.. chunks.Select(chunk => chunk.Type)], window.Position);
            window.Skip(start.Position);
            if (type is VaecChunk.Pixels or VaecChunk.Texture)
            {
                ReadOnlySpan<byte> content = window.Peek(length);
                if (content.Length < length)
                    throw ByteReader.Fail(VaeCodecErrorKind.Truncated, "The file ends before its content does; fetch it again",
                        window.Position);
                pixels = type == VaecChunk.Pixels ? PixelChunk.Read(content[..length], header.Height) : pixels;
                texture = type == VaecChunk.Texture ? TextureChunk.Read(content[..length], header.Height) : texture;
            }

            window.Skip(length);
            chunks.Add(new(type, length));
        }

        if (chunks.Exists(chunk => chunk.Type == VaecChunk.Plain)) HeaderCodec.RequireNoModel(header);
        return new(header, chunks, pixels, texture, window.Position);
    }
}
