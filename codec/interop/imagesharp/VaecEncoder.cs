using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace VaeCodec.ImageSharp;

/// <summary>Writes an image as a .vaec file; <see cref="VaecImageExtensions.ToPixelImage"/> says what of it is kept.
/// Thread-safe.</summary>
/// <remarks>Throws <see cref="VaeCodecException"/> as <see cref="VaeEncoder.Encode"/> does.</remarks>
public sealed class VaecEncoder : IImageEncoder
{
    /// <summary>Mode, rate and all else; a lossy file of quality 60 by default.</summary>
    public EncoderOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public void Encode<TPixel>(Image<TPixel> image, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(new VaeEncoder(Options).Encode(image.ToPixelImage()).Bytes);
    }

    /// <inheritdoc/>
    public async Task EncodeAsync<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        cancellationToken.ThrowIfCancellationRequested();
        await new VaeEncoder(Options).EncodeAsync(image.ToPixelImage(), stream, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
    }
}
