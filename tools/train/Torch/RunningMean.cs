using TorchSharp;

namespace VaeCodec.Train.Torch;

/// <summary>Averages of weights.</summary>
internal static class RunningMean
{
    /// <summary>means = decay * means + (1 - decay) * values, in place; a mean that equals its value stays as it is, to the
    /// bit.</summary>
    public static void Update(torch.Tensor[] means, torch.Tensor[] values, double decay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        foreach ((torch.Tensor mean, torch.Tensor value) in means.Zip(values))
            mean.lerp_(value, 1 - decay);
    }
}
