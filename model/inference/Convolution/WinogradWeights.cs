using System.Runtime.CompilerServices;
using VaeCodec.Inference.Simd;

namespace VaeCodec.Inference.Convolution;

/// <summary>Kernels of F(2x2, 3x3): U = G g G^T with G = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1] (Lavin and Gray 2016, arXiv:1509.09308,
/// section 4.1), first along the columns of g, then along its rows, each value ((a + c) +- b) / 2 in single precision.</summary>
internal static unsafe class WinogradWeights
{
    /// <summary>Side of a transformed kernel and of a tile's inputs.</summary>
    public const int Side = 4;

    /// <summary>Values of a transformed kernel.</summary>
    public const int Count = Side * Side;

    /// <summary>The sum that all four outputs of a tile add once: it begins with the bias.</summary>
    public const int WithBias = Side + 1;

    private const int Kernel = 3, Taps = Kernel * Kernel;

    /// <summary>[3, 3, count] -> [4, 4, count].</summary>
    /// <param name="kernels">Some kernels, value by value.</param>
    /// <param name="transformed">Likewise.</param>
    public static void Transform(ReadOnlySpan<float> kernels, Span<float> transformed)
    {
        int count = kernels.Length / Taps;
        if (kernels.Length != count * Taps || transformed.Length != count * Count)
            throw new ArgumentException($"{kernels.Length} and {transformed.Length} values are not those of the same kernels");
        fixed (float* g = kernels, u = transformed)
        {
            switch (InstructionSets.Best)
            {
                case InstructionSet.Vector512 when count % Simd512.Lanes == 0: Transform<Simd512>(g, u, count); break;
                case InstructionSet.Vector512 or InstructionSet.Vector256 when count % Simd256.Lanes == 0:
                    Transform<Simd256>(g, u,
                    count); break;
                case InstructionSet.Vector128 or InstructionSet.Host when count % Simd128.Lanes == 0:
                    Transform<Simd128>(g, u, count); break;
                default: Transform<SimdScalar>(g, u, count); break;
            }
        }
    }

    [MethodImpl(Simd.Kernel.Compilation)]
    private static void Transform<TSimd>(float* g, float* u, nint count)
        where TSimd : struct, ISimd<TSimd>
    {
        TSimd half = TSimd.Broadcast(0.5f);
        for (nint at = 0; at < count; at += TSimd.Lanes, g += TSimd.Lanes, u += TSimd.Lanes)
        {
            Line(TSimd.Load(g), TSimd.Load(g + 3 * count), TSimd.Load(g + 6 * count), half, out TSimd a0, out TSimd a1, out TSimd a2,
                out TSimd a3);
            Line(TSimd.Load(g + count), TSimd.Load(g + 4 * count), TSimd.Load(g + 7 * count), half, out TSimd b0, out TSimd b1,
                out TSimd b2, out TSimd b3);
            Line(TSimd.Load(g + 2 * count), TSimd.Load(g + 5 * count), TSimd.Load(g + 8 * count), half, out TSimd c0, out TSimd c1,
                out TSimd c2, out TSimd c3);
            Row(a0, b0, c0, half, u, count);
            Row(a1, b1, c1, half, u + 4 * count, count);
            Row(a2, b2, c2, half, u + 8 * count, count);
            Row(a3, b3, c3, half, u + 12 * count, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line<TSimd>(TSimd a, TSimd b, TSimd c, TSimd half, out TSimd u0, out TSimd u1, out TSimd u2, out TSimd u3)
        where TSimd : struct, ISimd<TSimd>
    {
        TSimd outer = TSimd.Add(a, c);
        u0 = a;
        u1 = TSimd.Multiply(TSimd.Add(outer, b), half);
        u2 = TSimd.Multiply(TSimd.Subtract(outer, b), half);
        u3 = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TSimd>(TSimd a, TSimd b, TSimd c, TSimd half, float* u, nint count)
        where TSimd : struct, ISimd<TSimd>
    {
        Line(a, b, c, half, out TSimd u0, out TSimd u1, out TSimd u2, out TSimd u3);
        TSimd.Store(u, u0);
        TSimd.Store(u + count, u1);
        TSimd.Store(u + 2 * count, u2);
        TSimd.Store(u + 3 * count, u3);
    }
}
