using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Metadata;

/// <summary>Metadata as ancillary chunks, both ways. Profile, EXIF and XMP are a length as a varint, then a zlib stream.</summary>
internal static class MetadataChunks
{
    private const int MaxLengthBytes = 4;
    private const int CodePointBytes = 4;

    /// <summary>One chunk for each part that is there.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded: a part of more than <see cref="ImageMetadata.MaxBytes"/>.</exception>
    public static IEnumerable<VaecChunk> Write(ImageMetadata metadata)
    {
        (byte, ReadOnlyMemory<byte>)[] parts = [(VaecChunk.Icc, metadata.Icc), (VaecChunk.Exif, metadata.Exif),
            (VaecChunk.Xmp, metadata.Xmp)];
        foreach ((byte type, ReadOnlyMemory<byte> content) in parts)
        {
            if (!content.IsEmpty)
                yield return new(type, Pack(content.Span));
        }

        if (metadata.Resolution is var (x, y))
            yield return new ResolutionChunk(x, y).Write();
        if (!metadata.CodePoints.IsEmpty)
            yield return new(VaecChunk.CodePoints, metadata.CodePoints);
    }

    /// <summary>What a file's chunks hold; types that are not known are passed over.</summary>
    /// <exception cref="VaeCodecException">Corrupt, LimitExceeded; BadArgument: a limit out of range.</exception>
    public static ImageMetadata Read(IReadOnlyList<VaecChunk> chunks, int limit, CancellationToken cancellationToken = default)
    {
        if (limit is < 0 or > ImageMetadata.MaxBytes)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                $"a limit of {limit} bytes of metadata is not between 0 and {ImageMetadata.MaxBytes}");
        return new()
        {
            Icc = Find(chunks, VaecChunk.Icc, limit, cancellationToken),
            Exif = Find(chunks, VaecChunk.Exif, limit, cancellationToken),
            Xmp = Find(chunks, VaecChunk.Xmp, limit, cancellationToken),
            Resolution = Find(chunks, VaecChunk.Resolution) is { } data && ResolutionChunk.Read(data.Span) is var (x, y) ? new(x, y) : null,
            CodePoints = Find(chunks, VaecChunk.CodePoints) is not { } points ? default : points.Length == CodePointBytes ? points
                : throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"the chunk of colour code points has {points.Length} bytes"),
        };
    }

    /// <summary>What <see cref="Read"/> will make of chunks, by what they say of themselves.</summary>
    public static long BytesOf(IReadOnlyList<VaecChunk> chunks)
        => chunks.Where(chunk => chunk.Type is VaecChunk.Icc or VaecChunk.Exif or VaecChunk.Xmp)
            .Sum(chunk => chunk.Data.Length + (TryLength(chunk.Data.Span, out uint length, out _) ? length : 0L));

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        if (content.Length > ImageMetadata.MaxBytes)
            throw TooLong((uint)content.Length, ImageMetadata.MaxBytes);
        List<byte> chunk = [];
        uint length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7)
            chunk.Add((byte)(length | 0x80));
        chunk.Add((byte)length);
        return [.. chunk, .. Zlib.Pack(content)];
    }

    private static ReadOnlyMemory<byte> Find(IReadOnlyList<VaecChunk> chunks, byte type, int limit, CancellationToken cancellationToken)
        => Find(chunks, type) is { } data ? Unpack(data, VaecChunk.NameOf(type), limit, cancellationToken) : default;

    private static ReadOnlyMemory<byte>? Find(IReadOnlyList<VaecChunk> chunks, byte type)
    {
        VaecChunk[] found = [.. chunks.Where(chunk => chunk.Type == type)];
        return found.Length switch
        {
            0 => (ReadOnlyMemory<byte>?)null,
            1 => found[0].Data,
            _ => throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"the file has {found.Length} {VaecChunk.NameOf(type)} chunks; one is possible"),
        };
    }

    private static byte[] Unpack(ReadOnlyMemory<byte> chunk, string name, int limit, CancellationToken cancellationToken)
    {
        if (!TryLength(chunk.Span, out uint length, out int at))
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt, $"the {name} chunk does not begin with a length as it must");
        return length <= limit ? Zlib.Unpack(chunk[at..], (int)length, $"{name} chunk", cancellationToken) : throw TooLong(length, limit);
    }

    /// <summary>The length that a chunk begins with, above 0 and spelt as it must be, and where its content begins.</summary>
    private static bool TryLength(ReadOnlySpan<byte> chunk, out uint length, out int at)
    {
        length = 0;
        for (at = 0; at < Math.Min(chunk.Length, MaxLengthBytes);)
        {
            byte next = chunk[at];
            length |= (uint)(next & 0x7F) << (7 * at++);
            if (next < 0x80)
                return length != 0 && (next != 0 || at == 1);
        }

        return false;
    }

    private static VaeCodecException TooLong(uint length, int limit)
        => new(VaeCodecErrorKind.LimitExceeded,
            $"{length} bytes of metadata of one kind are more than {limit}; strip them or raise the limit");
}
