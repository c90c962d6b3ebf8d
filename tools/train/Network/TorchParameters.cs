using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Network;

/// <summary>The parameters of a network as tensors, in the order of <see cref="HvaeNetwork.Parameters"/>; 4-d ones are stored channels
/// last.</summary>
internal sealed class TorchParameters : IDisposable
{
    private readonly Dictionary<string, int> _index = [];

    private TorchParameters(HvaeNetwork network, string device, IEnumerable<torch.Tensor> tensors)
    {
        Network = network;
        Device = device;
        using DisposeScope scope = torch.NewDisposeScope();
        Tensors = [.. tensors.Select(t => t.DetachFromDisposeScope())];
        foreach ((string name, _) in network.Parameters)
            _index.Add(name, _index.Count);
    }

    /// <summary>The network that these are the parameters of.</summary>
    public HvaeNetwork Network { get; }

    /// <summary>"cpu" or "cuda".</summary>
    public string Device { get; }

    /// <summary>All tensors.</summary>
    public torch.Tensor[] Tensors { get; }

    /// <summary>Whether operations on the parameters are recorded for gradients.</summary>
    public bool RequiresGrad
    {
        set
        {
            foreach (torch.Tensor tensor in Tensors)
                tensor.requires_grad = value;
        }
    }

    /// <summary>A parameter by its name in the weight file.</summary>
    public torch.Tensor this[string name] => Tensors[_index[name]];

    /// <summary>The parameters of a weight file, in single precision.</summary>
    public static TorchParameters Of(HvaeWeights weights, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Create(weights.Network, (name, shape) => weights.Read(name, shape), device);
    }

    /// <summary>Parameters from whatever gives the values of a name and shape, row-major.</summary>
    public static TorchParameters Create(HvaeNetwork network, Func<string, int[], float[]> values, string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(network, device, network.Parameters.Select(p => Place(values(p.Name, p.Shape), p.Shape, device)));
    }

    /// <summary>The same values in the same memory, with gradients of their own.</summary>
    public TorchParameters Alias() => new(Network, Device, Tensors.Select(t => t.detach()));

    /// <summary>The values of every parameter, row-major.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> Read(torch.Tensor[] tensors)
        => Network.Parameters.Zip(tensors, (p, tensor) => (p.Name, p.Shape, tensor.Values()));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in Tensors)
            tensor.Dispose();
    }

    private static torch.Tensor Place(float[] values, int[] shape, string device)
    {
        torch.Tensor tensor = TensorValues.Tensor(values, Array.ConvertAll(shape, s => (long)s)).to(device);
        return shape.Length == 4 ? ChannelsLast.Of(tensor) : tensor;
    }
}
