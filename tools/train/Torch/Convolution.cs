using TorchSharp;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Torch;

/// <summary>Convolutions in the precision of their input, with weights in single precision: what autocast does, which TorchSharp has
/// not.</summary>
internal static class Convolution
{
    /// <summary>Convolves; a stride of 1 keeps height and width by a border of zeros, any other has no border.</summary>
    /// <param name="x">[N, in, H, W].</param>
    /// <param name="weight">[out, in, k, k].</param>
    /// <param name="bias">[out].</param>
    /// <param name="stride">In both directions.</param>
    public static torch.Tensor Run(torch.Tensor x, torch.Tensor weight, torch.Tensor? bias = null, long stride = 1)
    {
        long padding = stride == 1 ? weight.shape[2] / 2 : 0;
        return functional.conv2d(x, weight.to(x.dtype), bias?.to(x.dtype), [stride, stride], [padding, padding]);
    }
}
