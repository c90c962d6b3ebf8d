using System.Buffers;
using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Gradients;
using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Hvae;

/// <summary>Weights for the deterministic engine, each layer's packed when it is first used: a decoder needs but half of them. Immutable as
/// seen from outside, and shared by any number of engines.</summary>
internal sealed class HvaeModel
{
    /// <summary>Bytes of a weight in a file.</summary>
    private const int HalfBytes = 2;

    private readonly Dictionary<string, Lazy<PackedConvolution>> _convolutions = [];
    private readonly Dictionary<string, TensorData> _weights = [];
    private readonly Dictionary<string, float[]> _biases = [];
    private readonly Dictionary<string, DenseLayer> _dense = [];

    /// <summary>Finds every parameter; throws <see cref="InvalidDataException"/> when one is missing or misshapen.</summary>
    public HvaeModel(HvaeWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Network = weights.Network;
        Range = RateRange.Of(Network.Spec);
        Id = weights.Id;
        foreach (ConvolutionSpec spec in Network.Convolutions)
        {
            _weights.Add(spec.Name, weights.Find($"{spec.Name}.weight", spec.Out, spec.In, spec.Kernel, spec.Kernel));
            float[] b = weights.Read($"{spec.Name}.bias", spec.Out);
            _biases.Add(spec.Name, b);
            _convolutions.Add(spec.Name, new(() => Pack(spec, b)));
        }

        foreach (LinearSpec l in Network.Embedding)
            _dense.Add(l.Name, Dense(weights, l));
        foreach (HvaeBlockSpec block in Network.Blocks)
            _dense.Add(block.Film.Name, Dense(weights, block.Film));
        Adjoints = new(this);
        Top = weights.Read(HvaeNetwork.TopName, 1, Network.Spec.Widths[^1], 1, 1);
    }

    /// <summary>The network's description.</summary>
    public HvaeNetwork Network { get; }

    /// <summary>Trained range of the rate multipliers.</summary>
    public RateRange Range { get; }

    /// <summary>Which weights these are; see <see cref="HvaeWeights.Id"/>.</summary>
    public uint Id { get; }

    /// <summary>What a decoder needs of the weights: those of the file, and its own once more as they are packed.</summary>
    public long DecoderBytes => Network.DecoderConvolutions.Sum(PackedConvolution.BytesOf)
        + Network.Parameters.Sum(parameter => HalfBytes * parameter.Shape.Aggregate(1L, (count, side) => count * side));

    internal float[] Top { get; }

    internal HvaeAdjoints Adjoints { get; }

    internal PackedConvolution Convolution(ConvolutionSpec spec) => _convolutions[spec.Name].Value;

    /// <summary>A convolution's weights as the file has them, [Out, In, Kernel, Kernel].</summary>
    internal float[] Weights(ConvolutionSpec spec)
    {
        TensorData weights = _weights[spec.Name];
        var values = new float[weights.Count];
        weights.CopyTo(values);
        return values;
    }

    internal ReadOnlySpan<float> Bias(ConvolutionSpec spec) => _biases[spec.Name];

    internal DenseLayer Dense(LinearSpec spec) => _dense[spec.Name];

    private static DenseLayer Dense(HvaeWeights weights, LinearSpec l)
        => new(l, weights.Read($"{l.Name}.weight", l.Out, l.In), weights.Read($"{l.Name}.bias", l.Out));

    private PackedConvolution Pack(ConvolutionSpec spec, float[] bias)
    {
        TensorData weights = _weights[spec.Name];
        float[] values = ArrayPool<float>.Shared.Rent(weights.Count);
        Span<float> all = values.AsSpan(0, weights.Count);
        weights.CopyTo(all);
        var packed = new PackedConvolution(spec, all, bias);
        ArrayPool<float>.Shared.Return(values);
        return packed;
    }
}
