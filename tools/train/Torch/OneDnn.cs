using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace VaeCodec.Train.Torch;

/// <summary>oneDNN, which libtorch's convolutions go through. On a virtual machine that does not tell of its caches (AMD EPYC, family 26)
/// its compiled code was seen to add up a part of the taps only, so that trainings went wrong without a word.</summary>
internal static partial class OneDnn
{
    private const int Channels = 2, Side = 6, Kernel = 3;

    /// <summary>Convolves ones by ones; where the sums are not the numbers of taps, libtorch's own code takes over.</summary>
    public static void LeaveOutWhereItFails()
    {
        if (Adds(torch.ScalarType.Float32) && Adds(torch.ScalarType.BFloat16))
            return;
        try
        {
            SetEnabled(Context(), 0);
            Failure.Report("oneDNN computes wrongly on this processor; libtorch does without it, and trains more slowly", ExitCode.Success);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new TorchException("oneDNN computes wrongly on this processor, and this libtorch cannot do without it", e);
        }
    }

    /// <summary>Whether the sums of a convolution and those of its gradients are right.</summary>
    internal static bool Adds(torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor x = torch.ones(1, Channels, Side, Side, dtype: type, requires_grad: true);
        torch.Tensor w = torch.ones(Channels, Channels, Kernel, Kernel, dtype: type, requires_grad: true);
        torch.Tensor y = functional.conv2d(x, w, null, [1L, 1L], [1L, 1L]);
        y.sum().backward();
        const int InRow = (Side * Kernel) - 2; // taps of a row that are not in the border, where x is zero
        const double Expected = Channels * Channels * InRow * InRow;
        return new[] { y, x.grad!, w.grad! }.All(sums => Total(sums) == Expected);

        static double Total(torch.Tensor tensor) => tensor.to(torch.ScalarType.Float64).sum().item<double>();
    }

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at13globalContextEv")] // at::globalContext()
    private static partial nint Context();

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")] // at::Context::setUserEnabledMkldnn(bool)
    private static partial void SetEnabled(nint context, byte enabled);
}
