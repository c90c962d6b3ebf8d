using TorchSharp;
using VaeCodec.Bench.Metrics;
using VaeCodec.Train.Window;

namespace VaeCodec.Train.Vq;

/// <summary>Pictures as a VQ-VAE has them: a unit is 64 gray levels, near their deviation.</summary>
internal static class VqUnits
{
    // Units of crops in one of the network's.
    private const int Crops = 2;
    private const double GrayLevels = Crops * WindowCrops.Unit;

    /// <summary>What the network takes, [N, 3, H, W].</summary>
    /// <param name="crops">From <see cref="WindowCrops"/>, [N, H, W, 3].</param>
    public static torch.Tensor Pictures(torch.Tensor crops) => (crops.permute(0, 3, 1, 2) * (1.0 / Crops)).contiguous();

    /// <summary>What it gives, as images.</summary>
    /// <param name="decoded">[N, 3, H, W].</param>
    public static IEnumerable<PixelImage> Images(torch.Tensor decoded)
    {
        torch.Tensor levels = ((decoded * GrayLevels) + WindowCrops.Centre).round().clamp(0, byte.MaxValue);
        byte[] bytes = levels.permute(0, 2, 3, 1).contiguous().to(torch.ScalarType.Byte).bytes.ToArray();
        (int height, int width) = ((int)decoded.shape[2], (int)decoded.shape[3]);
        return bytes.Chunk(height * width * 3).Select(rgb => new PixelImage(width, height, 3, rgb));
    }

    /// <summary>In decibel.</summary>
    /// <param name="error">Mean squared.</param>
    public static double Decibel(double error) => Psnr.Decibel(error * GrayLevels * GrayLevels);
}
