using System.Diagnostics;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Picture;
using VaeCodec.Pixels;

namespace VaeCodec;

/// <summary>Decodes .vaec files. Thread-safe; the model is shared.</summary>
public sealed class VaeDecoder(DecoderOptions? options = null)
{
    private readonly DecoderOptions _options = options ?? new();

    /// <summary>Checks a file's header, chunks and checksum; needs no weights and makes no pixels.</summary>
    /// <exception cref="VaeCodecException">The bytes are not an intact .vaec file.</exception>
    public static VaeImageInfo Identify(ReadOnlyMemory<byte> file)
    {
        VaecFile vaec = VaecFile.Read(file);
        VaecSummary summary = new(vaec.Header, [.. vaec.Chunks.Select(c => new VaecChunkEntry(c.Type, c.Data.Length))], vaec.Pixels,
            vaec.Texture, vaec.LatentsOffset);
        return VaeImageInfo.Of(summary, file.Length);
    }

    /// <summary>Reads what a stream's .vaec file says of itself, from where the stream stands: no more than its first 64 kilobytes are
    /// kept, and what lies in chunks (a large profile, say) is passed over. Needs no weights.</summary>
    /// <remarks>The checksum of the file is not verified: that needs all of it.</remarks>
    /// <exception cref="VaeCodecException">It does not begin as a .vaec file does.</exception>
    public static VaeImageInfo Identify(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long? bytes = source.CanSeek ? source.Length - source.Position : null;
        return VaeImageInfo.Of(VaecSummary.Read(source), bytes);
    }

    /// <summary>Decodes a file; every checksum is verified, but see <see cref="DecoderOptions.AllowTruncated"/>.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">The file is damaged, unsupported, over the limits, or needs weights that are not
    /// here.</exception>
    public PixelImage Decode(ReadOnlyMemory<byte> file, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => DecodeDetailed(file, progress, cancellationToken).Image;

    /// <summary>Decodes a file like <see cref="Decode"/> and says how many of its latent layers there were.</summary>
    /// <remarks>With <see cref="DecoderOptions.AllowTruncated"/>, a file that has been cut short behind its header and chunks gives the
    /// picture of its whole layers. Its checksums cannot be verified then; all other checks are made. A file that is damaged otherwise is
    /// refused wherever that shows, and is never taken for an intact one.</remarks>
    /// <exception cref="VaeCodecException">As for <see cref="Decode"/>.</exception>
    public DecodedImage DecodeDetailed(ReadOnlyMemory<byte> file, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        VaecFile vaec = Read(file, _options, cancellationToken);
        DecodedImage decoded = vaec.IsPlain ? PlainDecoding.Picture(vaec, _options, progress, cancellationToken)
            : new PictureDecoding(vaec, _options, cancellationToken, progress).Picture();
        progress?.Report(1);
        return decoded;
    }

    /// <summary>Decodes a file into a caller's memory; see <see cref="PixelImage.CopyTo"/>.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="destination">Receives rows from the top. <see cref="Identify(ReadOnlyMemory{byte})"/> tells how many there are.</param>
    /// <param name="layout">What the bytes of a pixel become.</param>
    /// <param name="stride">Bytes from a row to the next; 0 where nothing lies between them.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <returns>What <see cref="DecodeDetailed"/> gives.</returns>
    /// <exception cref="VaeCodecException">BadArgument: the destination is too short; and as for <see cref="Decode"/>.</exception>
    public DecodedImage DecodeInto(ReadOnlyMemory<byte> file, Span<byte> destination, PixelLayout layout, int stride = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        DecodedImage decoded = DecodeDetailed(file, progress, cancellationToken);
        decoded.Image.CopyTo(destination, layout, stride);
        return decoded;
    }

    /// <summary>Bits of each latent layer, coarsest first, by running the entropy models without making pixels.</summary>
    /// <remarks>None of a file of exact pixels without a network, which has no layers.</remarks>
    public IReadOnlyList<double> LayerBits(ReadOnlyMemory<byte> file, CancellationToken cancellationToken = default)
    {
        DecoderOptions options = _options with { Layers = null, AllowTruncated = false };
        VaecFile vaec = Read(file, options, cancellationToken);
        return vaec.IsPlain ? [] : new PictureDecoding(vaec, options, cancellationToken, null).LayerBits();
    }

    /// <summary>Reads a stream (seekable or not) to its end and decodes it on the thread pool.</summary>
    public async Task<PixelImage> DecodeAsync(Stream source, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] file = await WholeStream.ReadAsync(source, head => WholeStream.RequireFile(head, _options.MaxPixels), cancellationToken)
            .ConfigureAwait(false);
        return await Task.Run(() => Decode(file, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static VaecFile Read(ReadOnlyMemory<byte> file, DecoderOptions options, CancellationToken cancellationToken)
    {
        using Activity? span = CodecActivity.Start(CodecActivity.Container);
        return VaecFile.Read(file, new ContainerLimits { MaxPixels = PixelLimit.Valid(options.MaxPixels) },
            verifyChecksum: !options.AllowTruncated, cancellationToken);
    }
}
