using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VaeCodec.Networks;

/// <summary>A weight file whose tensors fit its own network spec.</summary>
public sealed class ModelWeights
{
    private readonly SafeTensors _tensors;

    private ModelWeights(SafeTensors tensors, HvaeNetwork network, uint id)
    {
        _tensors = tensors;
        Network = network;
        Id = id;
    }

    /// <summary>The network that these are the weights of.</summary>
    public HvaeNetwork Network { get; }

    /// <summary>First four bytes of the file's SHA-256, big-endian: how a .vaec file names its model.</summary>
    public uint Id { get; }

    /// <summary>Training facts written by the exporter (steps, gigapixels, device).</summary>
    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    /// <summary>Parses a weight file; throws <see cref="InvalidDataException"/> when a tensor is missing or strange.</summary>
    public static ModelWeights Parse(ReadOnlyMemory<byte> file)
    {
        SafeTensors tensors = SafeTensors.Parse(file);
        if (!tensors.Metadata.TryGetValue("spec", out string? spec))
            throw new InvalidDataException("the weight file has no network spec in its metadata");
        var network = new HvaeNetwork(HvaeSpec.Parse(spec));
        uint id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(file.Span));
        var known = network.Parameters.Select(p => p.Name).ToHashSet();
        if (tensors.Names.FirstOrDefault(n => !known.Contains(n)) is { } stranger)
            throw new InvalidDataException($"the weight file has a tensor '{stranger}' that its network does not");
        if (known.Except(tensors.Names).FirstOrDefault() is { } missing)
            throw new InvalidDataException($"the weight file has no tensor '{missing}'");
        return new(tensors, network, id);
    }

    /// <summary>A parameter in single precision, row-major.</summary>
    public float[] Read(string name, params ReadOnlySpan<int> shape) => _tensors.Read(name, shape);
}
