using System.Diagnostics;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Hvae;

/// <summary>All that the rate multipliers of one picture decide: the FiLM scales of every block and the quantisation step of every
/// layer.</summary>
internal sealed class RateCondition
{
    private readonly Dictionary<string, AlignedBuffer> _film = [];

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
            Steps[i] = LatentStepSize.Of(betaIndices[i], model.Range, network.Spec);
        }

        foreach (LinearSpec layer in network.Embedding)
        {
            e = model.Dense(layer).Apply(e);
            foreach (ref float v in e.AsSpan())
                v = v >= 0 ? v : v * HvaeNetwork.NegativeSlope;
        }

        foreach (HvaeBlockSpec block in network.Blocks)
        {
            float[] scale = model.Dense(block.Film).Apply(e);
            var padded = new AlignedBuffer((scale.Length + PackedConvolution.PanelWidth - 1) / PackedConvolution.PanelWidth
                * PackedConvolution.PanelWidth);
            scale.CopyTo(padded.Span);
            _film.Add(block.Name, padded);
        }
    }

    /// <summary>The quantisation steps, layer by layer.</summary>
    public IReadOnlyList<LatentStepSize> Layers => Steps;

    internal LatentStepSize[] Steps { get; }

    internal AlignedBuffer Film(HvaeBlockSpec block) => _film[block.Name];
}
