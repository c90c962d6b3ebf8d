using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>vaec_block_shape of kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockShape
{
    internal long Images, Height, Width, Channels, Embedding, Shifts;
}
