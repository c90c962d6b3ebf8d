using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>A weight file of heads for small pictures.</summary>
internal sealed class HvaePreviewWeights
{
    private readonly SafeTensors _tensors;

    private HvaePreviewWeights(SafeTensors tensors, HvaePreviewSpec spec, uint id) => (_tensors, Spec, Id) = (tensors, spec, id);

    /// <summary>Which heads there are.</summary>
    public HvaePreviewSpec Spec { get; }

    /// <summary>First four bytes of the file's SHA-256, big-endian.</summary>
    public uint Id { get; }

    /// <summary>Parses a weight file; throws <see cref="InvalidDataException"/> when a tensor is missing or misshapen.</summary>
    public static HvaePreviewWeights Parse(ReadOnlyMemory<byte> file)
    {
        SafeTensors tensors = SafeTensors.Parse(file);
        if (!tensors.Metadata.TryGetValue("spec", out string? json))
            throw new InvalidDataException("the weight file has no spec in its metadata");
        var weights = new HvaePreviewWeights(tensors, HvaePreviewSpec.Parse(json),
            BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(file.Span)));
        foreach (HvaePreviewHead head in weights.Spec.Heads)
            _ = (weights.Weights(head), weights.Bias(head));
        return weights;
    }

    /// <summary>[Out, In, 3, 3] of a head.</summary>
    public float[] Weights(HvaePreviewHead head)
    {
        ConvolutionSpec c = Layer(head);
        return _tensors.Read($"{c.Name}.weight", [c.Out, c.In, c.Kernel, c.Kernel]);
    }

    /// <summary>[Out] of a head.</summary>
    public float[] Bias(HvaePreviewHead head)
    {
        ConvolutionSpec c = Layer(head);
        return _tensors.Read($"{c.Name}.bias", [c.Out]);
    }

    /// <summary>A weight file.</summary>
    /// <param name="spec">Which heads there are.</param>
    /// <param name="parameters">Weights and bias of each, as <see cref="Weights"/> and <see cref="Bias"/> have them.</param>
    /// <param name="facts">What else the metadata shall say.</param>
    public static byte[] Write(HvaePreviewSpec spec, Func<HvaePreviewHead, (float[] Weights, float[] Bias)> parameters,
        IEnumerable<KeyValuePair<string, string>> facts)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(parameters);
        var tensors = new List<(string, int[], float[])>();
        foreach (HvaePreviewHead head in spec.Heads)
        {
            ConvolutionSpec c = head.Convolution;
            (float[] weights, float[] bias) = parameters(head);
            tensors.Add(($"{c.Name}.weight", [c.Out, c.In, c.Kernel, c.Kernel], weights));
            tensors.Add(($"{c.Name}.bias", [c.Out], bias));
        }

        return SafeTensors.WriteHalf(tensors, new Dictionary<string, string>(facts) { ["spec"] = spec.ToJson() });
    }

    private static ConvolutionSpec Layer(HvaePreviewHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.Convolution;
    }
}
