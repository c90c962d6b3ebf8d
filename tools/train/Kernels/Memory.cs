using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace VaeCodec.Train.Kernels;

/// <summary>Where a tensor's elements lie.</summary>
internal static unsafe class Memory
{
    /// <summary>Of a contiguous CPU tensor; valid while it lives.</summary>
    public static void* Of(torch.Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Of one in single precision.</summary>
    public static float* Floats(torch.Tensor tensor) => tensor.dtype == torch.ScalarType.Float32 ? (float*)Of(tensor)
        : throw new ArgumentException($"the tensor is of {tensor.dtype}, not single precision", nameof(tensor));
}
