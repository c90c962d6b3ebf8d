using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>The nearest integers, ties to even: <code>symbol[i] = (int)round(deviation[i])</code></summary>
internal static class NearestRow
{
    /// <summary>As many as there are symbols.</summary>
    public static void Run(ReadOnlySpan<float> deviations, Span<int> symbols)
    {
        ref float from = ref MemoryMarshal.GetReference(deviations[..symbols.Length]);
        ref int to = ref MemoryMarshal.GetReference(symbols);
        int i = 0;
        for (; i + Vector128<float>.Count <= symbols.Length; i += Vector128<float>.Count)
            Vector128.ConvertToInt32(Vector128.Round(Vector128.LoadUnsafe(ref from, (nuint)i))).StoreUnsafe(ref to, (nuint)i);
        for (; i < symbols.Length; i++)
            symbols[i] = (int)MathF.Round(deviations[i]);
    }
}
