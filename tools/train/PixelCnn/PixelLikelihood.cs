using TorchSharp;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Train.PixelCnn;

/// <summary>What a value costs under a discretised mixture of logistics (Salimans et al. 2017, "PixelCNN++", equation 2).</summary>
internal static class PixelLikelihood
{
    // Of the mass goes to the least frequency of the 256 values: bitstream/FORMAT.md.
    private const double Floor = 256.0 / 65536;

    /// <summary>-log2 of the coder's probability, [n].</summary>
    /// <param name="parameters">Logits, means and log2 scales, [n, 3 components].</param>
    /// <param name="value">0 to 255, [n].</param>
    /// <param name="spec">Has the range of the log2 scales.</param>
    public static torch.Tensor Bits(torch.Tensor parameters, torch.Tensor value, PixelCnnSpec spec)
    {
        torch.Tensor[] parts = parameters.chunk(3, 1);
        torch.Tensor v = value.unsqueeze(1), mean = parts[1] * 32.0 + 128.0;
        torch.Tensor inverse = (-parts[2].clamp((Scalar)spec.Log2Scale[0], (Scalar)spec.Log2Scale[1])).exp2();
        torch.Tensor upper = ((v + 0.5 - mean) * inverse).sigmoid().masked_fill(v > 254.5, 1.0);
        torch.Tensor lower = ((v - 0.5 - mean) * inverse).sigmoid().masked_fill(v < 0.5, 0.0);
        torch.Tensor mass = ((parts[0] * Math.Log(2)).softmax(1) * (upper - lower)).sum(1);
        return -(mass.clamp_min((Scalar)0.0) * (1 - Floor) + Floor / 256).log2();
    }
}
