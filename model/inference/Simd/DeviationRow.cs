using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>Deviations of neighbouring channels: <code>deviation[c] = clamp((wanted[c] - mean[c]) * inverseStep, -most,
/// most)</code></summary>
internal static class DeviationRow
{
    /// <summary>As many as there are deviations.</summary>
    public static void Run(ReadOnlySpan<float> wanted, ReadOnlySpan<float> mean, float inverseStep, float most, Span<float> deviations)
    {
        ref float mu = ref MemoryMarshal.GetReference(mean[..deviations.Length]),
            goal = ref MemoryMarshal.GetReference(wanted[..deviations.Length]);
        ref float to = ref MemoryMarshal.GetReference(deviations);
        int c = 0;
        for (; c + Vector128<float>.Count <= deviations.Length; c += Vector128<float>.Count)
        {
            Vector128<float> v = (Vector128.LoadUnsafe(ref goal, (nuint)c) - Vector128.LoadUnsafe(ref mu, (nuint)c))
                * Vector128.Create(inverseStep);
            v = Vector128.ConditionalSelect(Vector128.GreaterThan(v, Vector128.Create(most)), Vector128.Create(most), v);
            Vector128.ConditionalSelect(Vector128.LessThan(v, Vector128.Create(-most)), Vector128.Create(-most), v)
                .StoreUnsafe(ref to, (nuint)c);
        }

        for (; c < deviations.Length; c++)
            deviations[c] = Math.Clamp((wanted[c] - mean[c]) * inverseStep, -most, most);
    }
}
