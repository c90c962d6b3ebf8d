using TorchSharp;

namespace VaeCodec.Train.Network;

/// <summary>The Karhunen-Loeve transform of the channels of a tensor.</summary>
internal static class Klt
{
    private const double SmallestVariance = 1e-12;

    /// <summary>Orthonormal rows [keep, C], strongest first, and the deviation along each [keep]. Second moments are taken about zero,
    /// since the top-down state starts at zero.</summary>
    /// <param name="t">[N, C, H, W].</param>
    /// <param name="keep">Number of components.</param>
    internal static (torch.Tensor Rows, torch.Tensor Deviation) Fit(torch.Tensor t, int keep)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long channels = t.shape[1];
        torch.Tensor samples = t.permute(0, 2, 3, 1).reshape(-1, channels).to(torch.ScalarType.Float64);
        torch.Tensor moments = samples.t().matmul(samples) * (1.0 / samples.shape[0]);
        (torch.Tensor values, torch.Tensor vectors) = torch.linalg.eigh(moments);
        torch.Tensor rows = vectors.flip(1).narrow(1, 0, keep).t().@float();
        torch.Tensor deviation = values.flip(0).narrow(0, 0, keep).clamp_min(SmallestVariance).sqrt().@float();
        return (scope.MoveToOuter(rows), scope.MoveToOuter(deviation));
    }
}
