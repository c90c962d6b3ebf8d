namespace VaeCodec.Bitstream.Containers;

/// <summary>Reads a stream to its end, but not before its beginning has been looked at: what is no file of ours, such as a device that
/// never ends, is refused at once.</summary>
internal static class WholeStream
{
    /// <summary>As many as the longest header has.</summary>
    private const int HeadBytes = 288;

    /// <summary>All bytes from where the stream stands.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="check">Gets the first bytes, fewer only where there are no more, and throws what is wrong with them.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">There are 2^31 or more.</exception>
    public static async Task<byte[]> ReadAsync(Stream source, Action<ReadOnlyMemory<byte>> check, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadBytes];
        int known = await source.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        check(head.AsMemory(0, known));
        long left = source.CanSeek ? Math.Clamp(source.Length - source.Position, 0, Array.MaxLength - HeadBytes) : 0;
        using var whole = new MemoryStream(known + (int)left);
        whole.Write(head, 0, known);
        await source.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
        return whole.Length == whole.Capacity ? whole.GetBuffer() : whole.ToArray();
    }

    /// <summary>Throws where the first bytes are no .vaec file's, or ask for too much.</summary>
    /// <exception cref="VaeCodecException">As <see cref="VaecFile.ReadHeader"/>.</exception>
    public static void RequireFile(ReadOnlyMemory<byte> head, long maxPixels)
        => VaecFile.ReadHeader(head.Span, new ContainerLimits { MaxPixels = maxPixels });

    /// <summary>Throws where the first bytes are no archive's.</summary>
    /// <exception cref="VaeCodecException">NotVaec.</exception>
    public static void RequireArchive(ReadOnlyMemory<byte> head) => ArchiveFile.RequireMagic(head.Span);
}
