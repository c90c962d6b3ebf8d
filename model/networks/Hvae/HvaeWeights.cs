using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>A weight file whose tensors fit its own network spec.</summary>
internal sealed class HvaeWeights
{
    private readonly SafeTensors _tensors;

    private HvaeWeights(SafeTensors tensors, HvaeNetwork network, uint id)
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
    public static HvaeWeights Parse(ReadOnlyMemory<byte> file)
    {
        // beside the parsing, where there are threads
        Task<byte[]> hash = OperatingSystem.IsBrowser() ? Task.FromResult(SHA256.HashData(file.Span))
            : Task.Run(() => SHA256.HashData(file.Span));
        SafeTensors tensors = SafeTensors.Parse(file);
        if (!tensors.Metadata.TryGetValue("spec", out string? spec))
            throw new InvalidDataException("the weight file has no network spec in its metadata");
        var network = new HvaeNetwork(HvaeSpec.Parse(spec));
        var strangers = new HashSet<string>(tensors.Names);
        foreach ((string name, int[] shape) in network.Parameters)
        {
            _ = tensors.Find(name, shape);
            strangers.Remove(name);
        }

        if (strangers.Count != 0)
            throw new InvalidDataException($"the weight file has a tensor '{strangers.First()}' that its network does not");
        uint id = BinaryPrimitives.ReadUInt32BigEndian(hash.GetAwaiter().GetResult());
        return new(tensors, network, id);
    }

    /// <summary>A parameter where it lies in the file.</summary>
    public TensorData Find(string name, params ReadOnlySpan<int> shape) => _tensors.Find(name, shape);

    /// <summary>A parameter in single precision, row-major.</summary>
    public float[] Read(string name, params ReadOnlySpan<int> shape) => _tensors.Read(name, shape);
}
