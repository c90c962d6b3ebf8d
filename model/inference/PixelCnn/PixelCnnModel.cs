using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Simd;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Inference.PixelCnn;

/// <summary>Weights of the pixel network packed for the kernels. Immutable and shared.</summary>
internal sealed class PixelCnnModel
{
    /// <summary>Packs the weights.</summary>
    public PixelCnnModel(PixelCnnWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Spec = weights.Spec;
        Id = weights.Id;
        Linear = new(weights.Linear);
        First = new(weights.First);
        Deep = [.. weights.Deep.Select(layer => new PackedLayer(layer))];
        Head = [.. weights.Head.Select(layer => new PackedLayer(layer))];
        Out = [.. weights.Out.Select(layer => new PackedLayer(layer))];
    }

    /// <summary>The network's sizes.</summary>
    public PixelCnnSpec Spec { get; }

    /// <summary>Which weights these are; see <see cref="PixelCnnWeights.Id"/>.</summary>
    public uint Id { get; }

    /// <summary>What the packed weights take.</summary>
    public long Bytes => Deep.Concat(Head).Concat(Out).Append(Linear).Append(First)
        .Sum(layer => PackedConvolution.BytesOf(layer.Convolution.Spec));

    internal PackedLayer Linear { get; }

    internal PackedLayer First { get; }

    internal PackedLayer[] Deep { get; }

    internal PackedLayer[] Head { get; }

    internal PackedLayer[] Out { get; }

    /// <summary>A dense layer as a 1x1 convolution.</summary>
    internal sealed class PackedLayer(PixelCnnWeights.Layer layer)
    {
        public PackedConvolution Convolution { get; } = new(new(layer.Spec.Name, layer.Spec.In, layer.Spec.Out), layer.Weights, layer.Bias);

        /// <summary>bias = fma(rate, weight, bias), padded to whole panels.</summary>
        public AlignedBuffer BiasAt(float rate)
        {
            var bias = new AlignedBuffer(Convolution.Panels * PackedConvolution.PanelWidth);
            for (int o = 0; o < layer.Bias.Length; o++)
                bias.Span[o] = layer.Rate.Length == 0 ? layer.Bias[o] : MathF.FusedMultiplyAdd(rate, layer.Rate[o], layer.Bias[o]);
            return bias;
        }
    }
}
