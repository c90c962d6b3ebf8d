using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Inference.Vlae;

/// <summary>Weights of a <see cref="VlaeSpec"/> packed for the kernels. Immutable and shared.</summary>
internal sealed class VlaeModel
{
    /// <summary>Packs the weights.</summary>
    public VlaeModel(VlaeWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (Spec, Id) = (weights.Spec, weights.Id);
        Encoder = Pack(weights.Encoder);
        Posteriors = [.. weights.Posteriors.Select(Pack)];
        Priors = [.. weights.Priors.Select(Pack)];
        Decoder = Pack(weights.Decoder);
        Pixels = new(weights.Pixels);
    }

    /// <summary>The model's sizes.</summary>
    public VlaeSpec Spec { get; }

    /// <summary>Which weights these are; see <see cref="VlaeWeights.Id"/>.</summary>
    public uint Id { get; }

    /// <summary>What the packed weights take.</summary>
    public long Bytes => Posteriors.Concat(Priors).Append(Encoder).Append(Decoder).SelectMany(layers => layers)
        .Sum(layer => PackedConvolution.BytesOf(layer.Spec)) + Pixels.Bytes;

    internal PackedConvolution[] Encoder { get; }

    internal PackedConvolution[][] Posteriors { get; }

    internal PackedConvolution[][] Priors { get; }

    internal PackedConvolution[] Decoder { get; }

    internal PixelCnnModel Pixels { get; }

    private static PackedConvolution[] Pack(IReadOnlyList<VlaeWeights.Layer> layers)
        => [.. layers.Select(layer => new PackedConvolution(layer.Spec, layer.Weights, layer.Bias))];
}
