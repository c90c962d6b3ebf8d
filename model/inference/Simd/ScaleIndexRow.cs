using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using VaeCodec.Inference.Hvae;

namespace VaeCodec.Inference.Simd;

/// <summary>Scale indices of neighbouring channels: <code>v = log2Sigma[c] - log2Step - low; index[c] = round(clamp(v, 0, high - low) *
/// 8)</code></summary>
internal static class ScaleIndexRow
{
    /// <summary>As many indices as there are scales; what is no number becomes 0.</summary>
    public static void Run(ReadOnlySpan<float> log2Sigma, in LatentStepSize step, Span<byte> indices)
    {
        float high = step.Log2ScaleHigh - step.Log2ScaleLow;
        ref float from = ref MemoryMarshal.GetReference(log2Sigma);
        int c = 0;
        for (; c + Vector128<float>.Count <= log2Sigma.Length; c += Vector128<float>.Count)
        {
            Vector128<float> v = Vector128.LoadUnsafe(ref from, (nuint)c) - Vector128.Create(step.Log2Step)
                - Vector128.Create(step.Log2ScaleLow);
            Vector128<float> bounded = Vector128.ConditionalSelect(Vector128.LessThan(v, Vector128.Create(high)), v,
                Vector128.Create(high));
            v = Vector128.ConditionalSelect(Vector128.GreaterThan(v, Vector128<float>.Zero), bounded, Vector128<float>.Zero);
            Vector128<int> rounded = Vector128.ConvertToInt32(Vector128.Round(v * Vector128.Create((float)LatentStepSize.ScalesPerOctave)));
            Vector128<short> narrow = Vector128.Narrow(rounded, rounded);
            Unsafe.WriteUnaligned(ref indices[c], Vector128.Narrow(narrow, narrow).AsUInt32().ToScalar());
        }

        for (; c < log2Sigma.Length; c++)
        {
            float v = log2Sigma[c] - step.Log2Step - step.Log2ScaleLow;
            v = v > 0 ? v < high ? v : high : 0;
            indices[c] = (byte)MathF.Round(v * LatentStepSize.ScalesPerOctave);
        }
    }
}
