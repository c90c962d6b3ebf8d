using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.PixelCnn;

/// <summary>Pictures as films, scanners and other codecs may leave them: grain, blur, colour at half the resolution, noise, each or
/// not.</summary>
internal static class Weathering
{
    private const double GrainShare = 0.4, BlurShare = 0.5, ColourShare = 0.5, NoiseShare = 0.3, ColouredShare = 0.5;
    private const double StrongestGrain = 5, StrongestNoise = 3;

    /// <summary>Red, green and blue in luma (BT.601).</summary>
    internal static readonly float[] Luma = [0.299f, 0.587f, 0.114f];

    /// <summary>Weathers a picture with even sides.</summary>
    public static Photo Apply(Photo photo, CounterRandom random)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(random);
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable guard = torch.no_grad();
        torch.Tensor x = TensorValues.Bytes(photo.Rgb, 1, photo.Height, photo.Width, 3).permute(0, 3, 1, 2).@float().contiguous();
        if (random.NextDouble() < GrainShare)
            x = x + Grain(photo, random, StrongestGrain);
        if (random.NextDouble() < BlurShare)
            x = Blurred(x, 0.3 + 0.6 * random.NextDouble());
        if (random.NextDouble() < ColourShare)
            x = WithHalfTheColours(x);
        if (random.NextDouble() < NoiseShare)
            x = x + Grain(photo, random, StrongestNoise);
        torch.Tensor bytes = x.round().clamp((Scalar)0, (Scalar)255).to(torch.ScalarType.Byte).permute(0, 2, 3, 1).contiguous();
        return photo with { Rgb = bytes.bytes.ToArray() };
    }

    /// <summary>Blurs by a Gaussian of 5 x 5 taps.</summary>
    /// <param name="x">[1, 3, H, W].</param>
    /// <param name="sigma">In pixels.</param>
    internal static torch.Tensor Blurred(torch.Tensor x, double sigma)
    {
        float[] taps = [.. Enumerable.Range(-2, 5).Select(i => (float)Math.Exp(-0.5 * i * i / (sigma * sigma)))];
        torch.Tensor t = TensorValues.Tensor(taps, 5, 1), kernel = t.matmul(t.t()) * (1 / Math.Pow(taps.Sum(), 2));
        return functional.conv2d(functional.pad(x, [2, 2, 2, 2], PaddingModes.Replicate), kernel.expand(3, 1, 5, 5), groups: 3);
    }

    /// <summary>Leaves the luma as it is, and the rest at half the resolution.</summary>
    internal static torch.Tensor WithHalfTheColours(torch.Tensor x)
    {
        torch.Tensor luma = (x * TensorValues.Tensor(Luma, 3, 1, 1)).sum([1L], keepdim: true);
        torch.Tensor colours = functional.avg_pool2d(x - luma, 2);
        return luma + functional.interpolate(colours, scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }

    private static torch.Tensor Grain(Photo photo, CounterRandom random, double strongest)
    {
        int channels = random.NextDouble() < ColouredShare ? 3 : 1;
        double strength = random.NextDouble() * strongest;
        float[] values = [.. Enumerable.Range(0, channels * photo.Height * photo.Width)
            .Select(_ => (float)(random.NextNormal() * strength))];
        return TensorValues.Tensor(values, 1, channels, photo.Height, photo.Width);
    }
}
