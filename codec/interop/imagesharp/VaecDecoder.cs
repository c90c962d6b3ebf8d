using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace VaeCodec.ImageSharp;

/// <summary>Reads .vaec files for ImageSharp. Thread-safe.</summary>
/// <remarks>What is wrong with a file is an <see cref="InvalidImageContentException"/>, as of every format of ImageSharp, around the
/// <see cref="VaeCodecException"/> that says more. Weights that are not at hand are no fault of the file and stay one.</remarks>
public sealed class VaecDecoder : IImageDecoder, IImageInfoDetector
{
    /// <summary>Models, threads, and limits for files of strangers.</summary>
    public DecoderOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public Image<TPixel> Decode<TPixel>(Configuration configuration, Stream stream, CancellationToken cancellationToken)
        where TPixel : unmanaged, IPixel<TPixel>
        => PixelTransfer.ToImage<TPixel>(Decode(stream, cancellationToken), configuration);

    /// <inheritdoc/>
    /// <remarks>Gray pictures become L8, with alpha La16, others Rgb24 and Rgba32: nothing is converted.</remarks>
    public Image Decode(Configuration configuration, Stream stream, CancellationToken cancellationToken)
        => PixelTransfer.ToImage(Decode(stream, cancellationToken), configuration);

    /// <inheritdoc/>
    /// <remarks>Reads no more than the file's beginning, and needs no weights.</remarks>
    public IImageInfo Identify(Configuration configuration, Stream stream, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Told(() => new VaecImageInfo(VaeDecoder.Identify(stream)));
    }

    private PixelImage Decode(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return Told(() => new VaeDecoder(Options).Decode(file.GetBuffer().AsMemory(0, (int)file.Length),
            cancellationToken: cancellationToken));
    }

    private static T Told<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (VaeCodecException e) when (e.Kind is not (VaeCodecErrorKind.UnknownModel or VaeCodecErrorKind.BadArgument))
        {
            throw new InvalidImageContentException(e.Message, e);
        }
    }
}
