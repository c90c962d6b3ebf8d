using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>Which vector width the kernels use. The choice changes the speed and never the result.</summary>
internal enum InstructionSet
{
    /// <summary>One float at a time.</summary>
    Scalar,

    /// <summary>128-bit vectors with FMA (NEON; or x86-64 with FMA).</summary>
    Vector128,

    /// <summary>256-bit vectors with FMA (AVX2).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Vector512,

    /// <summary>The <see cref="HostKernel"/>, and 128-bit vectors for what needs no FMA.</summary>
    Host,
}

/// <summary>Finds out what the machine can do.</summary>
internal static class InstructionSets
{
    /// <summary>The host's kernel where there is one, else the widest set with fused multiply-add in hardware.</summary>
    public static InstructionSet Best { get; } = HostKernel.IsThere ? InstructionSet.Host : Supported[^1];

    /// <summary>All sets of the machine's own that run here, narrowest first.</summary>
    public static IReadOnlyList<InstructionSet> Supported
    {
        get
        {
            List<InstructionSet> sets = [InstructionSet.Scalar];
            bool fused = Fma.IsSupported || AdvSimd.IsSupported;
            if (fused && Vector128.IsHardwareAccelerated)
                sets.Add(InstructionSet.Vector128);
            if (Fma.IsSupported && Vector256.IsHardwareAccelerated)
                sets.Add(InstructionSet.Vector256);
            if (Avx512F.IsSupported && Vector512.IsHardwareAccelerated)
                sets.Add(InstructionSet.Vector512);
            return sets;
        }
    }
}
