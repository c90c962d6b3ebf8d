using TorchSharp;
using VaeCodec.Train.Torch;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Kernels;

/// <summary>The residual block x + scale(e) * conv1(leaky_relu(conv3(x) + shift(e))), C -> C/2 -> C channels: one fused kernel in single
/// precision on a processor with AVX2 and in bfloat16 on one with AVX-512 BF16, else libtorch's operators.</summary>
internal static class ResidualBlock
{
    /// <summary>Runs a block.</summary>
    /// <param name="x">[N, C, H, W]; in bfloat16 convolutions are, too.</param>
    /// <param name="conv3">[C/2, C, 3, 3] and its bias.</param>
    /// <param name="conv1">[C, C/2, 1, 1] and its bias.</param>
    /// <param name="film">[C, E] or [C + C/2, E] and its bias: scales, and where there are more, shifts.</param>
    /// <param name="e">[N, E].</param>
    /// <param name="slope">Of the leaky_relu, in (0, 1).</param>
    /// <returns>[N, C, H, W] in the type of <paramref name="x"/>.</returns>
    public static torch.Tensor Apply(torch.Tensor x, (torch.Tensor Weight, torch.Tensor Bias) conv3,
        (torch.Tensor Weight, torch.Tensor Bias) conv1, (torch.Tensor Weight, torch.Tensor Bias) film, torch.Tensor e, double slope)
    {
        var shape = new BlockShape
        {
            Images = x.shape[0],
            Height = x.shape[2],
            Width = x.shape[3],
            Channels = x.shape[1],
            Embedding = e.shape[1],
            Shifts = film.Bias.shape[0] - x.shape[1],
        };
        if (BlockKernel.Takes(x, conv3.Weight, shape))
        {
            var kernel = new BlockKernel(shape, slope, x.dtype == torch.ScalarType.BFloat16);
            return FusedFunction.Run(kernel, x, conv3.Weight, conv3.Bias, conv1.Weight, conv1.Bias, film.Weight, film.Bias, e)[0];
        }

        using torch.Tensor modulation = functional.linear(e, film.Weight, film.Bias).to(x.dtype).unsqueeze(2).unsqueeze(3);
        torch.Tensor inner = Convolution.Run(x, conv3.Weight, conv3.Bias);
        if (shape.Shifts > 0)
            inner = inner + modulation.narrow(1, shape.Channels, shape.Shifts);
        torch.Tensor change = Convolution.Run(functional.leaky_relu(inner, slope), conv1.Weight, conv1.Bias);
        return x + change * modulation.narrow(1, 0, shape.Channels);
    }
}
