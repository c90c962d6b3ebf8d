using VaeCodec.Networks;

namespace VaeCodec.Inference;

/// <summary>Weights packed for the deterministic engine. Immutable and shared by any number of engines.</summary>
public sealed class InferenceModel
{
    private readonly Dictionary<string, PackedConvolution> _convolutions;
    private readonly Dictionary<string, DenseLayer> _dense;

    /// <summary>Reads and packs every parameter; throws <see cref="InvalidDataException"/> when one is missing or misshapen.</summary>
    public InferenceModel(ModelWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Network = weights.Network;
        Range = RateRange.Of(Network.Spec);
        Id = weights.Id;
        _convolutions = Network.Convolutions.AsParallel().AsOrdered().Select(spec => Pack(weights, spec)).ToDictionary(c => c.Spec.Name);
        _dense = Network.Embedding.Concat(Network.Blocks.Select(b => b.Film)).ToDictionary(l => l.Name, l => new DenseLayer(
            l, weights.Read($"{l.Name}.weight", l.Out, l.In), weights.Read($"{l.Name}.bias", l.Out)));
        Top = weights.Read(HvaeNetwork.TopName, 1, Network.Spec.Widths[^1], 1, 1);
    }

    /// <summary>The network's description.</summary>
    public HvaeNetwork Network { get; }

    /// <summary>Trained range of the rate multipliers.</summary>
    public RateRange Range { get; }

    /// <summary>Which weights these are; see <see cref="ModelWeights.Id"/>.</summary>
    public uint Id { get; }

    internal float[] Top { get; }

    internal PackedConvolution Convolution(ConvolutionSpec spec) => _convolutions[spec.Name];

    internal DenseLayer Dense(LinearSpec spec) => _dense[spec.Name];

    private static PackedConvolution Pack(ModelWeights weights, ConvolutionSpec spec)
    {
        float[] w = weights.Read($"{spec.Name}.weight", spec.Out, spec.In, spec.Kernel, spec.Kernel);
        float[] b = weights.Read($"{spec.Name}.bias", spec.Out);
        return new(spec, w, b);
    }
}
