using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>The functions of kernels.h, in its order. Maps are void*: float in f32, the upper halves of floats in bf16.</summary>
internal static unsafe partial class NativeKernels
{
    [LibraryImport(KernelLibrary.Name)]
    internal static partial int vaec_block_f32_supported(BlockShape* shape);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial int vaec_block_bf16_supported(BlockShape* shape);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_block_f32_forward(BlockShape* shape, BlockPointers* parameters, float slope, void* x, float* e,
        void* inner, float* film, void* output);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_block_bf16_forward(BlockShape* shape, BlockPointers* parameters, float slope, void* x, float* e,
        void* inner, float* film, void* output);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_block_f32_backward(BlockShape* shape, BlockPointers* parameters, float slope, void* x, float* e,
        void* inner, float* film, void* outputGradient, void* xGradient, float* eGradient, BlockPointers* gradients);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_block_bf16_backward(BlockShape* shape, BlockPointers* parameters, float slope, void* x, float* e,
        void* inner, float* film, void* outputGradient, void* xGradient, float* eGradient, BlockPointers* gradients);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_latent_f32_forward(LatentShape* shape, LatentRule* rule, void* posterior, void* prior,
        float* log2Step, float* noise, void* sent, float* bits, void* slope);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_latent_bf16_forward(LatentShape* shape, LatentRule* rule, void* posterior, void* prior,
        float* log2Step, float* noise, void* sent, float* bits, void* slope);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_latent_f32_backward(LatentShape* shape, void* slope, void* sentGradient, float* bitsGradient,
        void* posteriorGradient, void* priorGradient);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_latent_bf16_backward(LatentShape* shape, void* slope, void* sentGradient, float* bitsGradient,
        void* posteriorGradient, void* priorGradient);

    [LibraryImport(KernelLibrary.Name)]
    internal static partial int vaec_orthogonal_f32_supported();

    [LibraryImport(KernelLibrary.Name)]
    internal static partial void vaec_orthogonal_f32(NewtonSchulz* rule, long rows, long columns, float* matrix, float* to);
}
