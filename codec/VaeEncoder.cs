using VaeCodec.Areas;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Picture;
using VaeCodec.Pixels;
using VaeCodec.Rates;

namespace VaeCodec;

/// <summary>Encodes pictures to .vaec. Thread-safe; the model is shared.</summary>
public sealed class VaeEncoder(EncoderOptions? options = null)
{
    private readonly EncoderOptions _options = options ?? new();

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">8-bit pixels, 1 to 4 channels.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">BadImage: sizes that do not fit together. BadArgument: a target that the picture cannot meet, or
    /// as many betas as the model has no layers. LimitExceeded: too many pixels. UnknownModel: weights that are missing or
    /// damaged.</exception>
    public EncodedImage Encode(PixelImage image, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        Check(image);
        if (_options.Strip)
            image = image with { Metadata = ImageMetadata.None };
        bool clears = !_options.Mode.IsLossless && !_options.KeepHidden && HiddenColours.AreIn(image);
        PixelImage seen = clears ? HiddenColours.Cleared(image) : image;
        var network = new Lazy<PixelImage>(() => clears ? HiddenColours.Filled(image, cancellationToken) : image);
        var cheapest = new CheapestFile(seen, progress, cancellationToken);
        var library = ModelLibrary.In(_options.ModelsFolder);
        HvaeModel model = library.Choose(ModelKind.Hvae, _options.Model);
        MixedPicture mixed = WithNetwork(network, seen, model, library, cancellationToken);
        (Attempt? attempt, VaecFile? plain) = _options.Mode switch
        {
            { WantsPicture: true } => (mixed.Whole(progress), null),
            _ when MayBeExact && IsTooThin(image, model) => (null, PlainFile.Within(seen, long.MaxValue, cancellationToken, progress)),
            { IsLossless: true } => cheapest.Lossless(mixed.Whole),
            { Rate: var rate } when _options.AllowExact => cheapest.Lossy(rate, mixed.Whole, mixed.MayMix ? mixed.Mixed : null),
            _ => (mixed.Whole(progress), null),
        };
        progress?.Report(1);
        return plain is not null ? OfPlain(plain, seen) : OfNetwork(attempt!, network.Value, library);
    }

    /// <summary>Encodes pixels from a caller's memory; see <see cref="PixelImage.FromMemory"/>.</summary>
    /// <param name="pixels">Rows from the top.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="layout">What the bytes of a pixel are.</param>
    /// <param name="stride">Bytes from a row to the next; 0 where nothing lies between them.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">BadImage: sizes that do not fit together; and as for <see cref="Encode"/>.</exception>
    public EncodedImage EncodeFrom(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int stride = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
        => Encode(PixelImage.FromMemory(pixels, width, height, layout, stride), progress, cancellationToken);

    /// <summary>Encodes a picture on the thread pool and writes the file to a stream.</summary>
    public async Task<EncodedImage> EncodeAsync(PixelImage image, Stream destination, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        EncodedImage encoded = await Task.Run(() => Encode(image, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(encoded.Bytes, cancellationToken).ConfigureAwait(false);
        return encoded;
    }

    /// <summary>Whether exact pixels are an answer to what is asked for, however many bytes they take.</summary>
    private bool MayBeExact => _options.Mode.IsLossless
        || (_options.AllowExact && _options.Mode.Rate.Kind is RateKind.Quality or RateKind.Beta or RateKind.Psnr);

    /// <summary>Whether a decoder would refuse the network's file unless it is allowed the work.</summary>
    private static bool IsTooThin(PixelImage image, HvaeModel model)
    {
        var largest = PictureGrid.Of(image.Width, image.Height, model.Network.Spec, LastLines.Column | LastLines.Row);
        return DecodingWork.Of(largest, model.Network, 0).IsTooThin;
    }

    /// <summary>Prepares for the network's file.</summary>
    /// <param name="image">With smooth colours where nobody sees them.</param>
    /// <param name="exact">With those that take least where they are exact.</param>
    /// <param name="model">The network.</param>
    /// <param name="library">Where others are.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    private MixedPicture WithNetwork(Lazy<PixelImage> image, PixelImage exact, HvaeModel model, ModelLibrary library,
        CancellationToken cancellationToken)
    {
        Mode mode = _options.Mode;
        PixelCnnModel? pixelModel = mode.IsLossless || mode.HasTexture ? library.Default(ModelKind.PixelCnn) : null;
        TextureChunk? texture = mode.HasTexture ? TextureFile.Chunk(mode, exact, pixelModel!) : null;
        var engineOptions = new EngineOptions
        {
            Threads = _options.Threads,
            StripBytes = _options.StripBytes,
            CancellationToken = cancellationToken,
        };
        return new(image, exact, model, mode, _options.AllowExact && !mode.IsLossless, Encoding, Finish, cancellationToken);

        LossyEncoding Encoding(ExactAreas? areas, bool mapsRate)
            => new(image.Value, model, engineOptions, _options.MaxPixels, texture, areas) { MapsRate = mapsRate };

        Attempt Finish(Attempt lossy, IProgress<double>? progress)
            => texture is not null
                ? TextureFile.Of(lossy, texture, image.Value, model.Range, pixelModel!, _options.Threads, progress, cancellationToken)
                : mode.IsLossless
                ? LosslessFile.Of(lossy, image.Value, model.Range, pixelModel!, _options.Threads, progress, cancellationToken) : lossy;
    }

    private static EncodedImage OfNetwork(Attempt attempt, PixelImage image, ModelLibrary library)
        => new(attempt.File.Write(), image.Width, image.Height, attempt.Beta.Values, attempt.LayerBits,
            image with { Pixels = attempt.Pixels! }, attempt.Psnr, library.Describe(attempt.File.Header.ModelId))
        {
            ColourBytes = attempt.ColourBytes,
            PixelBits = 8L * attempt.File.PixelStreams.Length,
            ExactShare = attempt.Areas?.Share ?? 0,
        };

    private static EncodedImage OfPlain(VaecFile file, PixelImage image)
        => new(file.Write(), image.Width, image.Height, [], [], image, double.PositiveInfinity, null)
        {
            IsPlain = true,
            PixelBits = 8L * file.Latents.Length,
        };

    private void Check(PixelImage image)
    {
        if (image.Width < 1 || image.Height < 1 || image.Channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"a picture of {image.Width} x {image.Height} x {image.Channels} cannot be coded");
        long pixels = (long)image.Width * image.Height;
        if (image.Pixels.Length != pixels * image.Channels)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"{image.Width} x {image.Height} x {image.Channels} needs {pixels * image.Channels} bytes, {image.Pixels.Length} are "
                + $"given");
        if (image.Width > VaecHeader.MaxSide || image.Height > VaecHeader.MaxSide)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"{image.Width} x {image.Height} has a side of more than {VaecHeader.MaxSide}; cut the picture into tiles");
        PixelLimit.Check(image.Width, image.Height, _options.MaxPixels);
    }
}
