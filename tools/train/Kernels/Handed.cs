using TorchSharp;

namespace VaeCodec.Train.Kernels;

/// <summary>Gradients on their way to autograd, which takes its own handles of them after the function that computed them has returned.
/// Without this, those of all layers would live until the step ends.</summary>
internal static class Handed
{
    [ThreadStatic]
    private static torch.Tensor?[]? t_last;

    /// <summary>Hands over gradients, and frees those that this thread has handed over before.</summary>
    public static List<torch.Tensor> Over(params torch.Tensor?[] gradients)
    {
        foreach (torch.Tensor? tensor in t_last ?? [])
            tensor?.Dispose();
        t_last = gradients;
        return [.. gradients.Select(g => g!)]; // autograd takes null for no gradient
    }
}
