using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Inference.Vlae;

/// <summary>Runs the networks of a <see cref="VlaeModel"/> on one thread, with the bits of <see cref="Reference.ReferenceVlae"/> on any
/// machine. Latents are those of all groups, from the top down; where some are not known yet, their values make no difference. One engine
/// serves one picture at a time.</summary>
internal sealed class VlaeEngine
{
    private readonly VlaeModel _model;
    private readonly VlaeSpec _spec;
    private readonly TensorPool _pool = TensorPool.Shared;
    private readonly ConvolutionRunner _runner;
    private readonly PixelCnnEngine _pixels;
    private readonly float[] _features;
    private readonly float[] _encoded;

    /// <summary>Prepares for any number of pictures.</summary>
    /// <param name="model">Weights.</param>
    /// <param name="options">Instruction set and cancellation.</param>
    public VlaeEngine(VlaeModel model, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _spec) = (model, model.Spec);
        options = options with { Threads = 1 };
        _runner = new(_pool, options.InstructionSet, new(options));
        _pixels = new(model.Pixels, 0, options);
        _features = new float[VlaeSpec.Features * _spec.Side * _spec.Side];
        _encoded = new float[_spec.EncoderOutputs];
    }

    /// <summary>Runs the encoder; posteriors that follow are of this picture.</summary>
    /// <param name="picture">Side * side bytes.</param>
    public void See(ReadOnlySpan<byte> picture)
    {
        Tensor x = _pool.Rent(Strip.Whole(_spec.Side), _spec.Side, 1);
        for (int i = 0; i < picture.Length; i++)
            x.At(i / _spec.Side, i % _spec.Side)[0] = PixelCnnBand.ToFloat(picture[i]);
        Tensor y = Run(_model.Encoder, x);
        y.At(0, 0).CopyTo(_encoded);
        _pool.Return(y);
    }

    /// <summary>A group's posterior.</summary>
    /// <param name="group">Counted from the top.</param>
    /// <param name="latents">z; see <see cref="VlaeSpec.PosteriorLatents"/>.</param>
    /// <param name="mean">One for each latent of the group.</param>
    /// <param name="log2Scale">Likewise.</param>
    public void Posterior(int group, ReadOnlySpan<float> latents, Span<float> mean, Span<float> log2Scale)
    {
        ReadOnlySpan<float> encoded = _spec.SeesPicture(group) ? _encoded : [];
        if (_model.Posteriors[group].Length == 0)
            Split(encoded, mean, log2Scale);
        else
            Dense(_model.Posteriors[group], encoded, latents[_spec.PosteriorLatents(group)], mean, log2Scale);
        if (!_spec.Groups[group].IsLadder)
            return;
        float[] priorMean = new float[mean.Length], priorScale = new float[mean.Length];
        Prior(group, 0, latents, priorMean, priorScale);
        LadderCombination.Apply(mean, log2Scale, priorMean, priorScale);
    }

    /// <summary>A group's prior; where it has none of its own, the logistic distribution of mean 0 and scale 1.</summary>
    /// <param name="group">Counted from the top.</param>
    /// <param name="known">Of an autoregressive prior: how many latents of the group are known.</param>
    /// <param name="latents">z; see <see cref="VlaeSpec.PriorLatents"/>.</param>
    /// <param name="mean">One for each latent of the group; of an autoregressive prior, those up to <paramref name="known"/> have a
    /// meaning.</param>
    /// <param name="log2Scale">Likewise.</param>
    public void Prior(int group, int known, ReadOnlySpan<float> latents, Span<float> mean, Span<float> log2Scale)
    {
        if (_model.Priors[group].Length == 0)
        {
            mean.Clear();
            log2Scale.Clear();
            return;
        }

        float[] own = _spec.Groups[group].IsAutoregressive ? new float[mean.Length] : [];
        latents[_spec.LatentsOf(group)][..Math.Min(known, own.Length)].CopyTo(own);
        Dense(_model.Priors[group], latents[_spec.PriorLatents(group)], own, mean, log2Scale);
    }

    /// <summary>p(x | z): has every pixel coded with what the decoder makes of the latents. See <see cref="PixelCnnEngine.Run"/>.</summary>
    /// <param name="latents">z; see <see cref="VlaeSpec.DecoderLatents"/>.</param>
    /// <param name="coder">Makes the coder of a band.</param>
    public void Pixels(ReadOnlySpan<float> latents, Func<PixelCnnBand, IPixelCnnCoder> coder)
    {
        ArgumentNullException.ThrowIfNull(coder);
        int side = _spec.Side;
        Tensor y = Run(_model.Decoder, Position(latents[_spec.DecoderLatents], []));
        for (int i = 0; i < side * side; i++)
            y.At(i / side, i % side).CopyTo(_features.AsSpan(VlaeSpec.Features * i));
        _pool.Return(y);
        using var band = new PixelCnnBand(_spec.Pixels, _features, side, side);
        _pixels.Run(band, coder(band));
    }

    /// <summary>Layers at one position, of two inputs behind each other, to means and log2 scales.</summary>
    private void Dense(PackedConvolution[] layers,
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> mean, Span<float> log2Scale)
    {
        Tensor y = Run(layers, Position(first, second));
        Split(y.At(0, 0), mean, log2Scale);
        _pool.Return(y);
    }

    private static void Split(ReadOnlySpan<float> both, Span<float> mean, Span<float> log2Scale)
    {
        both[..mean.Length].CopyTo(mean);
        both[mean.Length..].CopyTo(log2Scale);
    }

    private Tensor Position(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Tensor x = _pool.Rent(Strip.Whole(1), 1, first.Length + second.Length);
        first.CopyTo(x.At(0, 0));
        second.CopyTo(x.At(0, 0)[first.Length..]);
        return x;
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
