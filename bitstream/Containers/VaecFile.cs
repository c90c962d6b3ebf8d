using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// A whole .vaec file, version 1: header, auxiliary chunks, the coded latents, and in a lossless file the streams of its exact pixels; or
/// plain pixels, which need no network, in the place of both.
/// FORMAT.md is normative. Memory of chunks, latents and streams is shared with the file that was read, not copied.
/// </summary>
/// <param name="header">The header.</param>
/// <param name="chunks">The auxiliary chunks, in file order.</param>
/// <param name="latents">The payload of <see cref="LatentDecoder"/>.</param>
/// <param name="pixelStreams">The streams that a <see cref="VaecChunk.Pixels"/> chunk describes, one after the other.</param>
internal sealed class VaecFile(VaecHeader header,
    IReadOnlyList<VaecChunk> chunks, ReadOnlyMemory<byte> latents, ReadOnlyMemory<byte> pixelStreams = default)
{
    /// <summary>Bytes between two looks at the cancellation token: some milliseconds.</summary>
    private const int ChecksumBlock = 1 << 24;

    // The longest header, 280 bytes, and the count of chunks.
    private const int HeaderCapacity = 288;

    /// <summary>The header.</summary>
    public VaecHeader Header { get; } = header;

    /// <summary>The auxiliary chunks, in file order.</summary>
    public IReadOnlyList<VaecChunk> Chunks { get; } = chunks;

    /// <summary>True where the picture is not in latents: then <see cref="Latents"/> are the stream of its exact pixels. FORMAT.md,
    /// "Graphics".</summary>
    public bool IsPlain => Chunks.Any(chunk => chunk.Type == VaecChunk.Plain);

    /// <summary>The coded latents.</summary>
    public ReadOnlyMemory<byte> Latents { get; } = latents;

    /// <summary>The streams of the exact pixels, one after the other; empty in a lossy file.</summary>
    public ReadOnlyMemory<byte> PixelStreams { get; } = pixelStreams;

    /// <summary>What a lossless file says of its exact pixels; null in a lossy one.</summary>
    public PixelChunk? Pixels { get; private init; }

    /// <summary>How the file's picture gets its texture; null where it has none.</summary>
    public TextureChunk? Texture { get; private init; }

    /// <summary>Which parts of the picture are exact; null where none are.</summary>
    public AreasChunk? Areas { get; private init; }

    /// <summary>True when the file that was read has all the bytes that it should have behind its chunks, as far as it says how
    /// many.</summary>
    public bool IsPayloadWhole => Pixels is null || PixelStreams.Length == Pixels.PayloadBytes - Pixels.LatentBytes;

    /// <summary>The place of the latents in the file that was read, for the messages of <see cref="LatentDecoder"/>; 0 if none
    /// was.</summary>
    public long LatentsOffset { get; private init; }

    /// <summary>True when the file was read whole and undamaged, as far as its own checksum tells; of use where that was not
    /// demanded.</summary>
    public bool ChecksumHolds { get; private init; }

    /// <summary>Reads a file and checks everything but the latents themselves.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="limits">What the reader accepts; null for <see cref="ContainerLimits.Default"/>.</param>
    /// <param name="verifyChecksum">False to look into a file that is known to be cut short or damaged.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VaeCodecException">
    /// NotVaec, Truncated, Corrupt (also for a checksum that does not hold), Unsupported or LimitExceeded, with the byte offset.
    /// </exception>
    public static VaecFile Read(ReadOnlyMemory<byte> file, ContainerLimits? limits = null, bool verifyChecksum = true,
        CancellationToken cancellationToken = default)
    {
        limits ??= ContainerLimits.Default;
        ByteReader reader = new(file.Span);
        VaecHeader header = HeaderCodec.Read(ref reader, file.Span, limits, out bool hasChunks);
        List<VaecChunk> chunks = hasChunks ? ChunkCodec.Read(ref reader, file, limits) : [];
        if (chunks.Exists(chunk => chunk.Type == VaecChunk.Plain)) HeaderCodec.RequireNoModel(header);
        bool holds = Checksum(file.Span, cancellationToken)
            == BinaryPrimitives.ReadUInt32LittleEndian(file.Span[HeaderCodec.FileCrcOffset..]);
        if (verifyChecksum && !holds)
        {
            throw ByteReader.Fail(
                VaeCodecErrorKind.Corrupt, "The file's checksum does not hold: it is damaged or cut short; fetch it again",
                    HeaderCodec.FileCrcOffset);
        }

        VaecChunk? exact = chunks.Find(chunk => chunk.Type == VaecChunk.Pixels);
        PixelChunk? pixels = exact is null ? null : PixelChunk.Read(exact.Data.Span, header.Height);
        VaecChunk? texture = chunks.Find(chunk => chunk.Type == VaecChunk.Texture);
        VaecChunk? areas = chunks.Find(chunk => chunk.Type == VaecChunk.Areas);
        ReadOnlyMemory<byte> payload = file[reader.Position..];
        if (pixels is not null && (payload.Length > pixels.PayloadBytes
            || ((verifyChecksum || holds) && payload.Length != pixels.PayloadBytes)))
        {
            throw ByteReader.Fail(
                VaeCodecErrorKind.Corrupt, $"{pixels.PayloadBytes} bytes should follow the chunks, {payload.Length} do", reader.Position);
        }

        int latents = Math.Min(payload.Length, pixels?.LatentBytes ?? payload.Length);
        return new VaecFile(header, chunks, payload[..latents], payload[latents..])
        {
            LatentsOffset = reader.Position,
            ChecksumHolds = holds,
            Pixels = pixels,
            Texture = texture is null ? null : TextureChunk.Read(texture.Data.Span, header.Height),
            Areas = areas is null ? null : AreasChunk.Read(areas.Data, header.Width, header.Height),
        };
    }

    /// <summary>Reads the header alone from the first bytes of a file (64 are enough for up to 39 layers, 280 always).</summary>
    /// <remarks>Checks every field of the header, but neither the checksum nor what follows.</remarks>
    /// <exception cref="VaeCodecException">NotVaec, Truncated, Corrupt, Unsupported or LimitExceeded, with the byte offset.</exception>
    public static VaecHeader ReadHeader(ReadOnlySpan<byte> file, ContainerLimits? limits = null)
    {
        ByteReader reader = new(file);
        return HeaderCodec.Read(ref reader, file, limits ?? ContainerLimits.Default, out _);
    }

    /// <summary>Does what <see cref="ReadHeader"/> does; null for what has no header that can be read. What cannot be a header at a glance
    /// costs no exception, so that many such files are passed over quickly.</summary>
    public static VaecHeader? FindHeader(ReadOnlySpan<byte> file)
    {
        if (!HeaderCodec.IsPossible(file)) return null;
        try
        {
            return ReadHeader(file);
        }
        catch (VaeCodecException)
        {
            return null;
        }
    }

    /// <summary>How many bytes <see cref="Write"/> gives.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a field outside its range.</exception>
    public int Length
    {
        get
        {
            ByteWriter head = new(HeaderCapacity);
            HeaderCodec.Write(head, Header, Chunks.Count > 0);
            return head.Length + ChunkCodec.LengthOf(Chunks) + Latents.Length + PixelStreams.Length;
        }
    }

    /// <summary>The bytes of the file, checksum included.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a field outside its range.</exception>
    public byte[] Write()
    {
        ByteWriter writer = new(HeaderCapacity + Latents.Length + PixelStreams.Length);
        HeaderCodec.Write(writer, Header, Chunks.Count > 0);
        if (Chunks.Count > 0) ChunkCodec.Write(writer, Chunks);
        writer.Bytes(Latents.Span);
        writer.Bytes(PixelStreams.Span);
        byte[] file = writer.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(HeaderCodec.FileCrcOffset), Checksum(file));
        return file;
    }

    /// <summary>CRC-32C of every byte but its own four.</summary>
    private static uint Checksum(ReadOnlySpan<byte> file, CancellationToken cancellationToken = default)
    {
        uint crc = Crc32C.Compute(file[..HeaderCodec.FileCrcOffset]);
        for (int at = HeaderCodec.FileCrcOffset + 4; at < file.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int bytes = Math.Min(ChecksumBlock, file.Length - at);
            crc = Crc32C.Append(crc, file.Slice(at, bytes));
            at += bytes;
        }

        return crc;
    }
}
