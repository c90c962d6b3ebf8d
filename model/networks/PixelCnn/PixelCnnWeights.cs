using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.PixelCnn;

/// <summary>A weight file of the pixel network. Matrices are [outputs, inputs], row-major. Inputs of a window run row by row, left to
/// right, R, G, B: first the causal window of x, then the window of y.</summary>
internal sealed class PixelCnnWeights
{
    private readonly SafeTensors _tensors;

    private PixelCnnWeights(SafeTensors tensors, PixelCnnSpec spec, uint id, bool rated)
    {
        _tensors = tensors;
        Spec = spec;
        Id = id;
        Linear = Dense("linear", spec.Inputs, spec.Linear, rated ? "linear_rate" : null);
        First = Dense("first", spec.Inputs, spec.Hidden, rated ? "first_rate" : null);
        Deep = [.. Enumerable.Range(0, spec.Deep).Select(i => Dense($"deep.{i}", spec.Hidden, spec.Hidden))];
        Head = [.. Enumerable.Range(0, spec.Colours).Select(c => Dense($"head.{c}", spec.Hidden + spec.Linear + c, spec.Head))];
        Out = [.. Enumerable.Range(0, spec.Colours).Select(c => Dense($"out.{c}", spec.Head + spec.Linear + c, spec.Parameters))];
    }

    /// <summary>One layer.</summary>
    /// <param name="Spec">Name and sizes.</param>
    /// <param name="Weights">[Out, In].</param>
    /// <param name="Bias">[Out].</param>
    /// <param name="Rate">[Out], times the rate of the lossy picture; empty where a layer does not see it.</param>
    public sealed record Layer(LinearSpec Spec, float[] Weights, float[] Bias, float[] Rate);

    /// <summary>The network's sizes.</summary>
    public PixelCnnSpec Spec { get; }

    /// <summary>First four bytes of the file's SHA-256, big-endian.</summary>
    public uint Id { get; }

    /// <summary>The outputs of the first layer that have no activation.</summary>
    public Layer Linear { get; }

    /// <summary>The first hidden layer.</summary>
    public Layer First { get; }

    /// <summary>The other hidden layers.</summary>
    public IReadOnlyList<Layer> Deep { get; }

    /// <summary>The hidden layer of each channel.</summary>
    public IReadOnlyList<Layer> Head { get; }

    /// <summary>The last layer of each channel.</summary>
    public IReadOnlyList<Layer> Out { get; }

    /// <summary>Training facts written by the exporter.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>Parses a weight file; throws <see cref="InvalidDataException"/> when a tensor is missing or misshapen.</summary>
    public static PixelCnnWeights Parse(ReadOnlyMemory<byte> file)
    {
        SafeTensors tensors = SafeTensors.Parse(file);
        if (!tensors.Metadata.TryGetValue("spec", out string? spec))
            throw new InvalidDataException("the weight file has no network spec in its metadata");
        return Of(tensors, PixelCnnSpec.Parse(spec), BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(file.Span)), rated: true);
    }

    /// <summary>The pixel network in a weight file that holds others too.</summary>
    /// <param name="tensors">The file.</param>
    /// <param name="spec">The network's sizes.</param>
    /// <param name="id">The file's.</param>
    /// <param name="rated">Whether its first layers have weights for a rate.</param>
    internal static PixelCnnWeights Of(SafeTensors tensors, PixelCnnSpec spec, uint id, bool rated) => new(tensors, spec, id, rated);

    private Layer Dense(string name, int inputs, int outputs, string? rate = null)
        => new(new(name, inputs, outputs), _tensors.Read($"{name}.weight", [outputs, inputs]), _tensors.Read($"{name}.bias", [outputs]),
            rate is null ? [] : _tensors.Read(rate, [outputs]));
}
