using System.Runtime.InteropServices;

namespace VaeCodec.Train.Kernels;

/// <summary>vaec_newton_schulz of kernels.h.</summary>
/// <param name="A">Factor of the matrix itself.</param>
/// <param name="B">Of its product with its Gram matrix.</param>
/// <param name="C">Of that with the Gram matrix's square.</param>
/// <param name="Iterations">How often.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct NewtonSchulz(float A, float B, float C, int Iterations);
