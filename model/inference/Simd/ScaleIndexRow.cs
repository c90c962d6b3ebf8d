using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>Scale indices of neighbouring channels: <code>v = log2Sigma[c] - log2Step - lowest; index[c] = round(clamp(v, 0, octaves) *
/// perOctave)</code></summary>
internal static class ScaleIndexRow
{
    /// <summary>As many indices as there are scales; what is no number becomes 0.</summary>
    public static void Run(ReadOnlySpan<float> log2Sigma, float log2Step, float lowest, float octaves, float perOctave,
        Span<byte> indices)
    {
        ref float from = ref MemoryMarshal.GetReference(log2Sigma);
        int c = 0;
        for (; c + Vector128<float>.Count <= log2Sigma.Length; c += Vector128<float>.Count)
        {
            Vector128<float> v = Vector128.LoadUnsafe(ref from, (nuint)c) - Vector128.Create(log2Step)
                - Vector128.Create(lowest);
            Vector128<float> bounded = Vector128.ConditionalSelect(Vector128.LessThan(v, Vector128.Create(octaves)), v,
                Vector128.Create(octaves));
            v = Vector128.ConditionalSelect(Vector128.GreaterThan(v, Vector128<float>.Zero), bounded, Vector128<float>.Zero);
            Vector128<int> rounded = Vector128.ConvertToInt32(Vector128.Round(v * Vector128.Create(perOctave)));
            Vector128<short> narrow = Vector128.Narrow(rounded, rounded);
            Unsafe.WriteUnaligned(ref indices[c], Vector128.Narrow(narrow, narrow).AsUInt32().ToScalar());
        }

        for (; c < log2Sigma.Length; c++)
        {
            float v = log2Sigma[c] - log2Step - lowest;
            v = v > 0 ? v < octaves ? v : octaves : 0;
            indices[c] = (byte)MathF.Round(v * perOctave);
        }
    }
}
