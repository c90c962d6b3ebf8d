using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>vaec_latent_rule of kernels.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LatentRule
{
    internal int Noisy, Rounded;
    internal double Low, High;
}
