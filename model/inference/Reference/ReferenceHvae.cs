using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of every operation, written to be read: no vectors, no threads, no reuse of memory.
/// <see cref="HvaeEngine"/> must give the same bits.</summary>
internal sealed class ReferenceHvae : IHvaeEngine<ReferenceTensor>
{
    private readonly HvaeWeights _weights;
    private readonly RateCondition _condition;
    private readonly int _coarseHeight;
    private readonly int _coarseWidth;

    /// <summary>Prepares to compute a picture of a padded size.</summary>
    public ReferenceHvae(HvaeWeights weights, RateCondition condition, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
        _condition = condition;
        _coarseHeight = height / weights.Network.Spec.CoarsestStride;
        _coarseWidth = width / weights.Network.Spec.CoarsestStride;
    }

    /// <inheritdoc/>
    public ReferenceTensor Constant(string name, int channels, ReferenceTensor? like)
    {
        float[] top = _weights.Read(name, 1, channels, 1, 1);
        int area = _coarseHeight * _coarseWidth;
        return new(channels, _coarseHeight, _coarseWidth, [.. top.SelectMany(v => Enumerable.Repeat(v, area))]);
    }

    /// <inheritdoc/>
    public ReferenceTensor Patch(ConvolutionSpec convolution, ReferenceTensor picture) => Convolve(convolution, picture);

    /// <inheritdoc/>
    public ReferenceTensor Convolve(ConvolutionSpec convolution, ReferenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(convolution);
        return Convolve(convolution, Bias(convolution), x);
    }

    /// <inheritdoc/>
    public ReferenceTensor Join(ConvolutionSpec convolution, ReferenceTensor a, ReferenceTensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Convolve(convolution, new(a.Channels + b.Channels, a.Height, a.Width, [.. a.Values, .. b.Values]));
    }

    /// <inheritdoc/>
    public ReferenceTensor Merge(ConvolutionSpec convolution, ReferenceTensor x, ReferenceTensor z)
        => Combine(x, Convolve(convolution, z), (_, residual, sum) => residual + sum);

    /// <inheritdoc/>
    public ReferenceTensor RunBlock(HvaeBlockSpec block, ReferenceTensor x, bool keep = false)
    {
        ArgumentNullException.ThrowIfNull(block);
        ReferenceTensor middle = Convolve(block.Conv3, _condition.Bias(block, Bias(block.Conv3)), x);
        middle = middle with { Values = [.. middle.Values.Select(ReferenceConvolution.LeakyRelu)] };
        float[] scale = _condition.Scale(block).Span.ToArray();
        return Combine(x, Convolve(block.Conv1, middle), (c, residual, sum) => MathF.FusedMultiplyAdd(sum, scale[c], residual));
    }

    /// <inheritdoc/>
    public ReferenceTensor Upsample(ConvolutionSpec convolution, ReferenceTensor x) => Shuffled(convolution, x);

    /// <inheritdoc/>
    public ReferenceTensor Unpatch(ConvolutionSpec convolution, ReferenceTensor x)
    {
        ReferenceTensor y = Shuffled(convolution, x);
        return y with { Values = [.. y.Values.Select(v => MathF.FusedMultiplyAdd(v, 0.25f, 0.5f))] };
    }

    /// <inheritdoc/>
    public void Release(ReferenceTensor x)
    {
        // the garbage collector does
    }

    private float[] Bias(ConvolutionSpec convolution) => _weights.Read($"{convolution.Name}.bias", convolution.Out);

    private ReferenceTensor Convolve(ConvolutionSpec convolution, ReadOnlySpan<float> bias, ReferenceTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        float[] w = _weights.Read($"{convolution.Name}.weight", convolution.Out, convolution.In, convolution.Kernel, convolution.Kernel);
        float[] y = ReferenceConvolution.Convolve(convolution, w, bias, x.Values, x.Height, x.Width);
        return new(convolution.Out, x.Height / convolution.Stride, x.Width / convolution.Stride, y);
    }

    private ReferenceTensor Shuffled(ConvolutionSpec convolution, ReferenceTensor x)
    {
        ReferenceTensor y = Convolve(convolution, x);
        int f = convolution.Shuffle;
        return new(y.Channels / (f * f), y.Height * f, y.Width * f, ReferenceConvolution.Shuffle(y.Values, y.Channels, y.Height, y.Width,
            f));
    }

    private static ReferenceTensor Combine(ReferenceTensor x, ReferenceTensor y, Func<int, float, float, float> combine)
    {
        int area = x.Height * x.Width;
        return x with { Values = [.. x.Values.Select((v, i) => combine(i / area, v, y.Values[i]))] };
    }
}
