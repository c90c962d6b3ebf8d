using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>vaec_block_parameters and vaec_block_gradients of kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BlockPointers
{
    internal float* Conv3, Bias3, Conv1, Bias1, Film, FilmBias;
}
