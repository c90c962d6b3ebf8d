using VaeCodec.Images;

namespace VaeCodec;

/// <summary>Decodes .vaec files. Thread-safe; the model is shared.</summary>
public sealed class VaeDecoder(DecoderOptions? options = null)
{
    private readonly DecoderOptions _options = options ?? new();

    /// <summary>Reads the header only. Throws <see cref="VaeCodecException"/> when the bytes are no intact header.</summary>
    public static VaeImageInfo Identify(ReadOnlySpan<byte> file) => throw new NotImplementedException();

    /// <summary>Decodes a whole file; every checksum is verified.</summary>
    public PixelImage Decode(ReadOnlySpan<byte> file, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotImplementedException(_options.ToString());

    /// <summary>Bits of each latent layer, by running the entropy models without making pixels.</summary>
    public IReadOnlyList<double> LayerBits(ReadOnlySpan<byte> file, CancellationToken cancellationToken = default)
        => throw new NotImplementedException();

    /// <summary>Reads a stream (seekable or not) to its end and decodes it on the thread pool.</summary>
    public async Task<PixelImage> DecodeAsync(Stream source, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using var buffer = new MemoryStream();
        await source.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        byte[] file = buffer.ToArray();
        return await Task.Run(() => Decode(file, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
