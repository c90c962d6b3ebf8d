using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Loop;

/// <summary>Numbers that a run has to save so that it can go on exactly.</summary>
/// <param name="Name">In the state file.</param>
/// <param name="Shape">Of the numbers.</param>
/// <param name="Read">Their values, row-major.</param>
/// <param name="Write">Sets them.</param>
internal sealed record StateEntry(string Name, int[] Shape, Func<float[]> Read, Action<float[]> Write)
{
    /// <summary>A tensor, which is written in place.</summary>
    public static StateEntry Of(string name, torch.Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(name, Array.ConvertAll(tensor.shape, s => (int)s), tensor.Values, values =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable guard = torch.no_grad();
            tensor.copy_(TensorValues.Tensor(values, tensor.shape));
        });
    }

    /// <summary>Plain numbers of a fixed count.</summary>
    public static StateEntry Of(string name, Func<float[]> read, Action<float[]> write)
    {
        ArgumentNullException.ThrowIfNull(read);
        return new(name, [read().Length], read, write);
    }
}
