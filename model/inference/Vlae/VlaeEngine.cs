using VaeCodec.Inference.Simd;
using VaeCodec.Networks;

namespace VaeCodec.Inference;

/// <summary>Runs the networks of a <see cref="VlaeModel"/> on one thread, with the bits of <see cref="Reference.ReferenceVlae"/> on any machine. One engine serves
/// one picture at a time.</summary>
public sealed class VlaeEngine
{
    private readonly VlaeModel _model;
    private readonly TensorPool _pool = TensorPool.Shared;
    private readonly ConvolutionRunner _runner;
    private readonly PixelEngine _pixels;
    private readonly float[] _features;

    /// <summary>Prepares for any number of pictures.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="options">Instruction set and cancellation.</param>
    public VlaeEngine(VlaeModel model, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _model = model;
        options = options with { Threads = 1 };
        _runner = new(_pool, options);
        _pixels = new(model.Pixels, 0, options);
        _features = new float[VlaeSpec.Features * model.Spec.Side * model.Spec.Side];
    }

    /// <summary>q(z | x): the encoder's means and log2 scales.</summary>
    /// <param name="picture">Side * side bytes.</param>
    /// <param name="mean">One for each latent.</param>
    /// <param name="log2Scale">Likewise.</param>
    public void Posterior(ReadOnlySpan<byte> picture, Span<float> mean, Span<float> log2Scale)
    {
        int side = _model.Spec.Side;
        Tensor x = _pool.Rent(Strip.Whole(side), side, 1);
        for (int i = 0; i < picture.Length; i++)
            x.At(i / side, i % side)[0] = PixelBand.ToFloat(picture[i]);
        Tensor y = Run(_model.Encoder, x);
        y.At(0, 0)[..mean.Length].CopyTo(mean);
        y.At(0, 0)[mean.Length..].CopyTo(log2Scale);
        _pool.Return(y);
    }

    /// <summary>p(x | z): has every pixel coded with what the decoder makes of the latents. See <see cref="PixelEngine.Run"/>.</summary>
    /// <param name="latents">z.</param>
    /// <param name="coder">Makes the coder of a band.</param>
    public void Pixels(ReadOnlySpan<float> latents, Func<PixelBand, IPixelCoder> coder)
    {
        ArgumentNullException.ThrowIfNull(coder);
        int side = _model.Spec.Side;
        Tensor z = _pool.Rent(Strip.Whole(1), 1, latents.Length);
        latents.CopyTo(z.At(0, 0));
        Tensor y = Run(_model.Decoder, z);
        for (int i = 0; i < side * side; i++)
            y.At(i / side, i % side).CopyTo(_features.AsSpan(VlaeSpec.Features * i));
        _pool.Return(y);
        using var band = new PixelBand(_model.Spec.Pixels, _features, side, side);
        _pixels.Run(band, coder(band));
    }

    /// <summary>One convolution after the other; consumes x.</summary>
    private Tensor Run(PackedConvolution[] layers, Tensor x)
    {
        foreach (PackedConvolution layer in layers)
        {
            ConvolutionSpec spec = layer.Spec;
            Tensor y = _pool.Rent(x.Rows.Coarser(spec.Stride), x.Width / spec.Stride, spec.Out);
            if (layer == layers[^1])
                _runner.Run<Linear>(layer, x, null, y);
            else
                _runner.Run<LeakyRelu>(layer, x, null, y);
            _pool.Return(x);
            x = spec.Shuffle == 1 ? y : Shuffle(y, spec.Shuffle);
        }

        return x;
    }

    /// <summary>Pixel shuffle of what a packed convolution made, the channels of each output position together; consumes x.</summary>
    private Tensor Shuffle(Tensor x, int f)
    {
        int channels = x.Channels / (f * f);
        Tensor y = _pool.Rent(x.Rows.Finer(f), x.Width * f, channels);
        for (int row = 0; row < y.Height; row++)
        {
            for (int column = 0; column < y.Width; column++)
                x.At(row / f, column / f).Slice((row % f * f + column % f) * channels, channels).CopyTo(y.At(row, column));
        }

        _pool.Return(x);
        return y;
    }
}
