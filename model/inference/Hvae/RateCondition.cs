using System.Diagnostics;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Hvae;

/// <summary>All that the rate multipliers of one picture decide: the FiLM scales and shifts of every block and the quantisation step of
/// every layer.</summary>
internal sealed class RateCondition
{
    private readonly Dictionary<string, AlignedBuffer> _scales = [];
    private readonly Dictionary<string, AlignedBuffer> _biases = [];

    /// <summary>Evaluates the rate embedding for one index of <see cref="RateMultiplier"/> per latent layer.</summary>
    public RateCondition(HvaeModel model, ReadOnlySpan<byte> betaIndices)
    {
        ArgumentNullException.ThrowIfNull(model);
        using Activity? span = CodecActivity.Start(CodecActivity.Condition);
        HvaeNetwork network = model.Network;
        if (betaIndices.Length != network.Layers.Count)
            throw new ArgumentException($"{network.Layers.Count} rate multipliers are needed, {betaIndices.Length} are given",
                nameof(betaIndices));
        Steps = new LatentStepSize[betaIndices.Length];
        var e = new float[betaIndices.Length];
        for (int i = 0; i < e.Length; i++)
        {
            e[i] = RateMultiplier.Normalised(betaIndices[i], model.Range);
            Steps[i] = LatentStepSize.Of(betaIndices[i], model.Range);
        }

        foreach (LinearSpec layer in network.Embedding)
        {
            e = model.Dense(layer).Apply(e);
            foreach (ref float v in e.AsSpan())
                v = v >= 0 ? v : v * HvaeNetwork.NegativeSlope;
        }

        foreach (HvaeBlockSpec block in network.Blocks)
        {
            float[] film = model.Dense(block.Film).Apply(e);
            _scales.Add(block.Name, Padded(film.AsSpan(0, block.Channels)));
            if (block.Shift)
                _biases.Add(block.Name, Padded(Sum(model.Bias(block.Conv3), film.AsSpan(block.Channels))));
        }
    }

    /// <summary>The quantisation steps, layer by layer.</summary>
    public IReadOnlyList<LatentStepSize> Layers => Steps;

    internal LatentStepSize[] Steps { get; }

    /// <summary>What a block's second convolution is scaled by, per channel.</summary>
    internal AlignedBuffer Scale(HvaeBlockSpec block) => _scales[block.Name];

    /// <summary>A block's first convolution with the shift in its bias.</summary>
    internal PackedConvolution Shifted(HvaeBlockSpec block, PackedConvolution conv3)
        => block.Shift ? conv3.WithBias(_biases[block.Name]) : conv3;

    /// <summary>The bias of a block's first convolution, with the shift.</summary>
    internal ReadOnlySpan<float> Bias(HvaeBlockSpec block, ReadOnlySpan<float> own)
        => block.Shift ? _biases[block.Name].Span[..own.Length] : own;

    private static AlignedBuffer Padded(ReadOnlySpan<float> values)
    {
        var padded = new AlignedBuffer((values.Length + PackedConvolution.PanelWidth - 1) / PackedConvolution.PanelWidth
            * PackedConvolution.PanelWidth);
        values.CopyTo(padded.Span);
        return padded;
    }

    private static float[] Sum(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = new float[a.Length];
        for (int i = 0; i < sum.Length; i++)
            sum[i] = a[i] + b[i];
        return sum;
    }
}
