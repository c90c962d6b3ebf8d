using VaeCodec.Inference.Simd;
using VaeCodec.Networks;

namespace VaeCodec.Inference;

/// <summary>Runs a network in single precision so that every machine computes the same bits: each output is one chain of fused
/// multiply-adds in a fixed order, vectors and threads run over different outputs only. What it computes is defined by
/// <see cref="Reference.ReferenceConvolution"/>. One engine serves one picture at a time.</summary>
public sealed class DeterministicEngine : INetworkEngine<Tensor>
{
    private readonly InferenceModel _model;
    private RateCondition? _condition;
    private readonly ConvolutionRunner _runner;
    private readonly TensorPool _pool = new();

    /// <summary>Prepares to compute one picture of a padded size. Set <see cref="Condition"/> before a pass.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="height">Height of the padded picture, a multiple of the coarsest stride.</param>
    /// <param name="width">Width of the padded picture, likewise.</param>
    /// <param name="options">Threads and instruction set; neither changes the result.</param>
    public DeterministicEngine(InferenceModel model, int height, int width, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        Height = height;
        Width = width;
        _runner = new ConvolutionRunner(_pool, options);
    }

    /// <summary>FiLM scales and steps: one setting of the rate multipliers. A further pass over the same picture may have another.</summary>
    public RateCondition Condition
    {
        get => _condition ?? throw new InvalidOperationException("the engine has no rate condition yet");
        set => _condition = value;
    }

    /// <summary>Height of the padded picture.</summary>
    public int Height { get; }

    /// <summary>Width of the padded picture.</summary>
    public int Width { get; }

    /// <summary>The picture as <see cref="Patch"/> takes it: interleaved 8-bit pixels, edges repeated into the padding.</summary>
    /// <param name="pixels">height * width * channels bytes.</param>
    /// <param name="width">Width of the picture itself.</param>
    /// <param name="height">Height of the picture itself.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="colours">3, or 1 to use the first channel three times.</param>
    public Tensor Picture(ReadOnlySpan<byte> pixels, int width, int height, int channels, int colours)
    {
        Tensor picture = _pool.RentPicture(Height, Width);
        PictureConversion.FromPixels(pixels, width, height, channels, colours, picture);
        return picture;
    }

    /// <summary>The picture that <see cref="Unpatch"/> gave, as 8-bit RGB; consumes it.</summary>
    public byte[] Pixels(Tensor picture, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var pixels = new byte[checked(width * height * 3)];
        _runner.ForRows(height, (from, to) =>
        {
            for (int y = from; y < to; y++)
            {
                Span<float> row = picture.Row(y);
                Span<byte> bytes = pixels.AsSpan(y * width * 3, width * 3);
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = PictureConversion.ToByte(row[i]);
            }
        });
        Release(picture);
        return pixels;
    }

    /// <summary>A tensor for the latents of a layer at the grid of its prior.</summary>
    public Tensor Latents(LatentLayerSpec layer, Tensor prior)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(prior);
        return _pool.Rent(prior.Height, prior.Width, layer.Latents);
    }

    /// <inheritdoc/>
    public Tensor Constant(string name, int channels, Tensor? like)
    {
        int stride = _model.Network.Spec.CoarsestStride;
        Tensor t = _pool.Rent(Height / stride, Width / stride, channels);
        for (int y = 0; y < t.Height; y++)
        {
            for (int x = 0; x < t.Width; x++)
                _model.Top.CopyTo(t.At(y, x));
        }

        return t;
    }

    /// <inheritdoc/>
    public Tensor Patch(ConvolutionSpec convolution, Tensor picture)
    {
        Tensor y = Convolve(convolution, picture);
        Release(picture);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Convolve(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = _pool.Rent(x.Height / convolution.Stride, x.Width / convolution.Stride, convolution.Out);
        _runner.Run<Linear>(_model.Convolution(convolution), x, null, y);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Join(ConvolutionSpec convolution, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(a);
        Tensor y = _pool.Rent(a.Height, a.Width, convolution.Out);
        _runner.Run<Linear>(_model.Convolution(convolution), a, b, y);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Merge(ConvolutionSpec convolution, Tensor x, Tensor z)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        _runner.Run<Residual>(_model.Convolution(convolution), z, null, x, residual: x);
        return x;
    }

    /// <inheritdoc/>
    public Tensor Refine(BlockSpec block, Tensor x, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = _pool.Rent(x.Height, x.Width, x.Channels);
        _runner.RunBlock(_model.Convolution(block.Conv3), _model.Convolution(block.Conv1), Condition.Film(block), x, y);
        if (!keep)
            Release(x);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Upsample(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        int f = convolution.Shuffle;
        Tensor y = _pool.Rent(x.Height * f, x.Width * f, convolution.Out / (f * f));
        _runner.RunShuffled(_model.Convolution(convolution), x, y);
        Release(x);
        return y;
    }

    /// <inheritdoc/>
    public Tensor Unpatch(ConvolutionSpec convolution, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(x);
        Tensor picture = _pool.RentPicture(x.Height * convolution.Shuffle, x.Width * convolution.Shuffle);
        _runner.RunToPicture(_model.Convolution(convolution), x, picture);
        Release(x);
        return picture;
    }

    /// <inheritdoc/>
    public void Release(Tensor x) => _pool.Return(x);
}
