using TorchSharp;

namespace VaeCodec.Train.Kernels;

/// <summary>Orthogonal matrices by the function of kernels.h.</summary>
internal static unsafe class OrthogonalKernel
{
    /// <summary>Whether there is one for this processor.</summary>
    public static bool Takes(torch.Tensor matrices) => matrices.device_type == DeviceType.CPU
        && matrices.dtype == torch.ScalarType.Float32 && KernelLibrary.Available && NativeKernels.vaec_orthogonal_f32_supported() != 0;

    /// <summary>Iterates on each of the matrices [n, rows, columns].</summary>
    public static torch.Tensor Run(torch.Tensor matrices, NewtonSchulz rule)
    {
        using torch.Tensor from = matrices.contiguous();
        torch.Tensor to = torch.empty_like(from);
        long rows = from.shape[1], columns = from.shape[2];
        float* matrix = Memory.Floats(from), result = Memory.Floats(to);
        for (long i = 0; i < from.shape[0]; i++, matrix += rows * columns, result += rows * columns)
            NativeKernels.vaec_orthogonal_f32(&rule, rows, columns, matrix, result);
        return to;
    }
}
