using VaeCodec.Images;
using VaeCodec.Store.Import;

namespace VaeCodec.Store.Content;

/// <summary>Sources that come as streams.</summary>
internal static class SourceStream
{
    /// <summary>All bytes from where a stream stands, unless the first of them are no picture's: it may be a device that never
    /// ends.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    /// <exception cref="IOException">It cannot be read, or has 2^31 bytes or more.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        byte[] head = new byte[ImageSignature.Bytes];
        int known = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Importer.Require(head.AsSpan(0, known));
        using var whole = new MemoryStream();
        whole.Write(head, 0, known);
        await source.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }
}
