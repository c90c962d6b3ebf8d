using VaeCodec.Bitstream;
using VaeCodec.Images;
using VaeCodec.Inference;
using VaeCodec.Networks;
using VaeCodec.Pipeline;

namespace VaeCodec;

/// <summary>Encodes pictures to .vaec. Thread-safe; the model is shared.</summary>
public sealed class VaeEncoder(EncoderOptions? options = null)
{
    private readonly EncoderOptions _options = options ?? new();

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">8-bit pixels, 1 to 4 channels.</param>
    /// <param name="progress">Receives 0..1.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">BadArgument: a quality or multiplier out of range. BadImage: sizes that do not fit together.</exception>
    public EncodedImage Encode(PixelImage image, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        Check(image);
        InferenceModel model = ModelStore.Default;
        byte[] beta = RateControl.BetaIndices(_options, model);
        var condition = new RateCondition(model, beta);
        var grid = PictureGrid.Of(image.Width, image.Height, model.Network.Spec);
        var engineOptions = new EngineOptions { Threads = _options.Threads, CancellationToken = cancellationToken };
        var engine = new DeterministicEngine(model, condition, grid.PaddedHeight, grid.PaddedWidth, engineOptions);

        int stages = beta.Length + 2;
        var step = new EncodingStep(engine, condition, grid, layer => progress?.Report((layer + 2.0) / stages));
        Tensor picture = engine.Picture(image.Pixels, image.Width, image.Height, image.Channels, image.IsGray ? 1 : 3);
        Tensor[] features = model.Network.Analyse(engine, picture);
        progress?.Report(1.0 / stages);
        Tensor state = model.Network.TopDown(engine, features, step);
        Tensor rebuilt = model.Network.Synthesise(engine, state);
        byte[] pixels = ColourPlanes.FromRgb(engine.Pixels(rebuilt, image.Width, image.Height), image.Channels);
        double psnr = ColourPlanes.Psnr(image.Pixels, pixels, image.Channels);
        byte[] file = Write(image, pixels, model, beta, step.Layers);
        progress?.Report(1);
        return new(file, image.Width, image.Height, [.. beta.Select(RateMultiplier.Value)],
            [.. step.Layers.Select(l => ScaleTables.Bits(l.Symbols, l.Scales))],
            image with { Pixels = pixels }, psnr, ModelStore.Describe(model.Id));
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

    /// <summary>Puts the file together; alpha goes into its own chunk and into the reconstruction, unchanged.</summary>
    private static byte[] Write(PixelImage image, byte[] pixels, InferenceModel model, byte[] beta, IReadOnlyList<CodedLayer> layers)
    {
        List<VaecChunk> chunks = [];
        if (image.HasAlpha)
        {
            chunks.Add(new(VaecChunk.Alpha, AlphaPlane.Encode(image.Pixels, image.Width, image.Height, image.Channels)));
            for (int i = image.Channels - 1; i < pixels.Length; i += image.Channels)
                pixels[i] = image.Pixels[i];
        }

        var encoder = new LatentEncoder();
        foreach (CodedLayer layer in layers.Reverse())
            encoder.Push(layer.Symbols, layer.Scales);
        var header = new VaecHeader
        {
            Width = image.Width,
            Height = image.Height,
            Channels = image.Channels,
            ModelId = model.Id,
            BetaIndices = beta,
            PixelsCrc32C = Crc32C.Compute(pixels),
        };
        return new VaecFile(header, chunks, encoder.Finish()).Write();
    }

    private static void Check(PixelImage image)
    {
        if (image.Width < 1 || image.Height < 1 || image.Channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"a picture of {image.Width} x {image.Height} x {image.Channels} cannot be coded");
        long pixels = (long)image.Width * image.Height;
        if (image.Pixels.Length != pixels * image.Channels)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"{image.Width} x {image.Height} x {image.Channels} needs {pixels * image.Channels} bytes, {image.Pixels.Length} are given");
        if (pixels > new DecoderOptions().MaxPixels || image.Width > VaecHeader.MaxSide || image.Height > VaecHeader.MaxSide)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded, $"{image.Width} x {image.Height} is larger than a decoder accepts by default; cut the picture into tiles");
    }
}
