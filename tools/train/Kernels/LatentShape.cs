using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>vaec_latent_shape of kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LatentShape
{
    internal long Samples, Positions, Channels;
}
