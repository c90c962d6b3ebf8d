using TorchSharp;

namespace VaeCodec.Train.Torch;

/// <summary>[N, C, H, W] stored as [N, H, W, C], the order in which convolutions and the kernels of VaeCodec are fast.</summary>
internal static class ChannelsLast
{
    /// <summary>The same elements in that order; no copy where they have it.</summary>
    public static torch.Tensor Of(torch.Tensor tensor)
    {
        using torch.Tensor stored = Stored(tensor);
        return Seen(stored);
    }

    /// <summary>What [N, C, H, W] stands for in memory, [N, H, W, C], contiguous.</summary>
    public static torch.Tensor Stored(torch.Tensor tensor)
    {
        using torch.Tensor last = tensor.permute(0, 2, 3, 1);
        return last.contiguous();
    }

    /// <summary>The inverse of <see cref="Stored"/>, on the same memory.</summary>
    public static torch.Tensor Seen(torch.Tensor stored) => stored.permute(0, 3, 1, 2);
}
