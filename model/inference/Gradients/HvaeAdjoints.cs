using System.Collections.Concurrent;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Gradients;

/// <summary>The adjoints of a model's convolutions, made when they are first asked for. Shared by any number of engines.</summary>
internal sealed class HvaeAdjoints(HvaeModel model)
{
    private readonly ConcurrentDictionary<(string Name, int Inputs), Lazy<PackedConvolution>> _plain = new();
    private readonly ConcurrentDictionary<string, Lazy<PackedConvolution>> _shuffled = new();

    public PackedConvolution Plain(ConvolutionSpec spec, int inputs)
        => _plain.GetOrAdd((spec.Name, inputs), _ => new(() => AdjointConvolution.Of(spec, model.Weights(spec), inputs))).Value;

    public PackedConvolution Shuffled(ConvolutionSpec spec)
        => _shuffled.GetOrAdd(spec.Name, _ => new(() => AdjointConvolution.OfShuffled(spec, model.Weights(spec)))).Value;
}
