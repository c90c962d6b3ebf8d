using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>Latents of neighbouring channels: <code>z[c] = fma(symbol[c], step, mean[c])</code></summary>
internal static class LatentRow
{
    /// <summary>As many as there are latents.</summary>
    public static void Run(ReadOnlySpan<int> symbols, float step, ReadOnlySpan<float> mean, Span<float> latents)
    {
        ref int k = ref MemoryMarshal.GetReference(symbols[..latents.Length]);
        ref float mu = ref MemoryMarshal.GetReference(mean[..latents.Length]), to = ref MemoryMarshal.GetReference(latents);
        int c = 0;
        for (; c + Vector128<float>.Count <= latents.Length; c += Vector128<float>.Count)
        {
            Vector128<float> values = Vector128.ConvertToSingle(Vector128.LoadUnsafe(ref k, (nuint)c));
            Vector128.FusedMultiplyAdd(values, Vector128.Create(step), Vector128.LoadUnsafe(ref mu, (nuint)c))
                .StoreUnsafe(ref to, (nuint)c);
        }

        for (; c < latents.Length; c++)
            latents[c] = MathF.FusedMultiplyAdd(symbols[c], step, mean[c]);
    }
}
