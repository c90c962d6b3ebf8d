using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VaeCodec.Inference.Simd;

/// <summary>8-bit samples, ties to even: <code>byte[i] = (byte)round(clamp(255 value[i], 0, 255))</code></summary>
internal static class ByteRow
{
    private const float Most = byte.MaxValue;

    /// <summary>As many as there are bytes; what is no number becomes 0.</summary>
    public static void Run(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        ref float from = ref MemoryMarshal.GetReference(values[..bytes.Length]);
        int i = 0;
        for (; i + Vector128<byte>.Count <= bytes.Length; i += Vector128<byte>.Count)
        {
            Vector128<short> low = Vector128.Narrow(Four(ref from, i), Four(ref from, i + 4)),
                high = Vector128.Narrow(Four(ref from, i + 8), Four(ref from, i + 12));
            Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).CopyTo(bytes[i..]);
        }

        for (; i < bytes.Length; i++)
        {
            float v = values[i] * Most;
            bytes[i] = v > 0 ? v < Most ? (byte)MathF.Round(v) : byte.MaxValue : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Four(ref float from, int at)
    {
        Vector128<float> v = Vector128.LoadUnsafe(ref from, (nuint)at) * Vector128.Create(Most);
        Vector128<float> bounded = Vector128.ConditionalSelect(Vector128.LessThan(v, Vector128.Create(Most)), v, Vector128.Create(Most));
        return Vector128.ConvertToInt32(Vector128.Round(Vector128.ConditionalSelect(
            Vector128.GreaterThan(v, Vector128<float>.Zero), bounded, Vector128<float>.Zero)));
    }
}
