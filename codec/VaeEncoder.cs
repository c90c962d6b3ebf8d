using VaeCodec.Images;

namespace VaeCodec;

/// <summary>Encodes pictures to .vaec. Thread-safe; the model is shared.</summary>
public sealed class VaeEncoder(EncoderOptions? options = null)
{
    private readonly EncoderOptions _options = options ?? new();

    /// <summary>Encodes a picture.</summary>
    public EncodedImage Encode(PixelImage image, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
        => throw new NotImplementedException(_options.ToString());

    /// <summary>Encodes a picture on the thread pool and writes the file to a stream.</summary>
    public async Task<EncodedImage> EncodeAsync(PixelImage image, Stream destination, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EncodedImage encoded = await Task.Run(() => Encode(image, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(encoded.Bytes, cancellationToken).ConfigureAwait(false);
        return encoded;
    }
}
