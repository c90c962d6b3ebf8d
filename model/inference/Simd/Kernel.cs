using System.Runtime.CompilerServices;

namespace VaeCodec.Inference.Simd;

/// <summary>How the kernels are compiled: a picture is done before code that starts unoptimised would be improved.</summary>
internal static class Kernel
{
    /// <summary>Optimised at once. Code compiled ahead always is, but the compiler that does so leaves out whatever asks for it.</summary>
    public const MethodImplOptions Compilation =
#if COMPILED_AHEAD
        default;
#else
        MethodImplOptions.AggressiveOptimization;
#endif
}
