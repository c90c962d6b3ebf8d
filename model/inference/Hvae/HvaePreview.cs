using VaeCodec.Inference.Convolution;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>Heads for small pictures, for the deterministic engine. Immutable as seen from outside.</summary>
internal sealed class HvaePreview
{
    private readonly Dictionary<HvaePreviewHead, Lazy<PackedConvolution>> _heads;

    /// <summary>Takes over a weight file's heads; each is packed when it is first used.</summary>
    public HvaePreview(HvaePreviewWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Spec = weights.Spec;
        _heads = Spec.Heads.ToDictionary(head => head, head => new Lazy<PackedConvolution>(()
            => new(head.Convolution, weights.Weights(head), weights.Bias(head))));
    }

    /// <summary>Which heads there are.</summary>
    public HvaePreviewSpec Spec { get; }

    /// <summary>The head that computes the least; null where none will do.</summary>
    /// <param name="network">The flagship.</param>
    /// <param name="scale">See <see cref="HvaePreviewHead.Scale"/>.</param>
    /// <param name="layers">Latent layers that are to be seen.</param>
    public HvaePreviewHead? Find(HvaeNetwork network, int scale, int layers)
        => Spec.Heads.Where(head => head.Scale == scale && head.After >= layers && head.Fits(network)).MinBy(head => head.After);

    internal PackedConvolution Convolution(HvaePreviewHead head) => _heads[head].Value;
}
