using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Pixels;
using VaeCodec.Rates;

namespace VaeCodec;

/// <summary>Encodes pictures to .vaec. Thread-safe; the model is shared.</summary>
public sealed class VaeEncoder(EncoderOptions? options = null)
{
    /// <summary>Of the time that a picture with exact pixels or texture takes.</summary>
    private const double LossyShare = 0.2;

    private readonly EncoderOptions _options = options ?? new();

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">8-bit pixels, 1 to 4 channels.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">BadArgument: a quality, multiplier or target out of range. BadImage: sizes that do not fit together.</exception>
    public EncodedImage Encode(PixelImage image, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        Check(image);
        RateControl.Check(_options);
        if (_options.Strip)
            image = image with { Metadata = ImageMetadata.None };
        HvaeModel model = ModelLibrary.In(_options.ModelsFolder).Choose(ModelKind.Hvae, _options.Model);
        PixelCnnModel? pixelModel = _options.Lossless || _options.Texture is not null ? ModelLibrary.In(_options.ModelsFolder).Default(ModelKind.PixelCnn) : null;
        var engineOptions = new EngineOptions { Threads = _options.Threads, StripBytes = _options.StripBytes, CancellationToken = cancellationToken };
        IProgress<double>? lossy = _options.Lossless || _options.Texture is not null ? ProgressShare.Of(progress, 0, LossyShare) : progress;
        TextureChunk? texture = _options.Texture is null ? null : TextureFile.Chunk(_options.Texture, image, pixelModel!);
        Attempt chosen = RateControl.Encode(new LossyEncoding(image, model, engineOptions, _options.MaxPixels, texture), image, model, _options, lossy);
        if (_options.Lossless)
            chosen = LosslessFile.Of(chosen, image, model.Range, pixelModel!, _options.Threads, ProgressShare.Of(progress, LossyShare, 1), cancellationToken);
        if (texture is not null)
            chosen = TextureFile.Of(chosen, image, model.Range, pixelModel!, _options.Threads, ProgressShare.Of(progress, LossyShare, 1), cancellationToken);

        progress?.Report(1);
        return new(chosen.File, image.Width, image.Height, [.. chosen.Beta.Select(RateMultiplier.Value)],
            chosen.LayerBits, image with { Pixels = chosen.Pixels! }, chosen.Psnr, ModelLibrary.In(_options.ModelsFolder).Describe(model.Id))
        {
            ColourBytes = chosen.ColourBytes,
            PixelBits = 8L * chosen.PixelBytes,
        };
    }

    /// <summary>Encodes a picture on the thread pool and writes the file to a stream.</summary>
    public async Task<EncodedImage> EncodeAsync(PixelImage image, Stream destination, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        EncodedImage encoded = await Task.Run(() => Encode(image, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(encoded.Bytes, cancellationToken).ConfigureAwait(false);
        return encoded;
    }

    private void Check(PixelImage image)
    {
        if (image.Width < 1 || image.Height < 1 || image.Channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"a picture of {image.Width} x {image.Height} x {image.Channels} cannot be coded");
        long pixels = (long)image.Width * image.Height;
        if (image.Pixels.Length != pixels * image.Channels)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"{image.Width} x {image.Height} x {image.Channels} needs {pixels * image.Channels} bytes, {image.Pixels.Length} are given");
        if (image.Width > VaecHeader.MaxSide || image.Height > VaecHeader.MaxSide)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded, $"{image.Width} x {image.Height} has a side of more than {VaecHeader.MaxSide}; cut the picture into tiles");
        PixelLimit.Check(image.Width, image.Height, PixelLimit.Valid(_options.MaxPixels));
    }
}
