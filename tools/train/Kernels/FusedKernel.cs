using TorchSharp;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Kernels;

/// <summary>A computation with its gradients, for one pass forwards and at most one back.</summary>
internal abstract class FusedKernel : IDisposable
{
    private readonly List<torch.Tensor> _kept = [];

    /// <summary>Computes.</summary>
    /// <param name="inputs">Tensors that get gradients.</param>
    public abstract List<torch.Tensor> Forward(torch.Tensor[] inputs);

    /// <summary>The gradients of the inputs from those of the outputs.</summary>
    public abstract torch.Tensor[] Backward(List<torch.Tensor> gradients);

    /// <summary>Keeps a tensor for <see cref="Backward"/>.</summary>
    protected torch.Tensor Keep(torch.Tensor tensor)
    {
        _kept.Add(tensor);
        return tensor;
    }

    /// <summary>A map [N, H, W, C] as [N, C, H, W], no view of anything in the eyes of autograd; the argument is freed.</summary>
    protected static torch.Tensor Map(torch.Tensor stored)
    {
        using torch.Tensor view = ChannelsLast.Seen(stored);
        stored.Dispose();
        return view.detach();
    }

    /// <summary>Frees what was kept.</summary>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in _kept)
            tensor.Dispose();
        _kept.Clear();
    }
}
