using System.Runtime.CompilerServices;
using VaeCodec.Inference.Convolution;

namespace VaeCodec.Inference.Simd;

/// <summary>The two transforms of F(2x2, 3x3), as <see cref="Reference.ReferenceWinograd"/> defines them, a vector of channels at a
/// time.</summary>
internal static unsafe class WinogradTile<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>V = B^T d B of one tile:
    /// <code>for s: t[0..3, s] = d0 - d2, d1 + d2, d2 - d1, d1 - d3 of column s; for i: V[i, 0..3] = t0 - t2, t1 + t2, t2 - t1, t1 - t3 of
    /// row i</code></summary>
    /// <param name="rows">Where each of the four rows of the tile's inputs begins.</param>
    /// <param name="step">Floats between neighbouring positions.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="v">V[0, 0].</param>
    /// <param name="plane">Floats between V[i, j] and the next.</param>
    [MethodImpl(Kernel.Compilation)]
    public static void Inputs(float** rows, nint step, int channels, float* v, nint plane)
    {
        float* d0 = rows[0], d1 = rows[1], d2 = rows[2], d3 = rows[3];
        for (float* stop = d0 + channels; d0 < stop; d0 += TSimd.Lanes, d1 += TSimd.Lanes, d2 += TSimd.Lanes, d3 += TSimd.Lanes,
            v += TSimd.Lanes)
        {
            Column(d0, d1, d2, d3, out TSimd t00, out TSimd t10, out TSimd t20, out TSimd t30);
            Column(d0 + step, d1 + step, d2 + step, d3 + step, out TSimd t01, out TSimd t11, out TSimd t21, out TSimd t31);
            nint second = 2 * step, third = 3 * step;
            Column(d0 + second, d1 + second, d2 + second, d3 + second, out TSimd t02, out TSimd t12, out TSimd t22, out TSimd t32);
            Column(d0 + third, d1 + third, d2 + third, d3 + third, out TSimd t03, out TSimd t13, out TSimd t23, out TSimd t33);
            Row(t00, t01, t02, t03, v, plane);
            Row(t10, t11, t12, t13, v + 4 * plane, plane);
            Row(t20, t21, t22, t23, v + 8 * plane, plane);
            Row(t30, t31, t32, t33, v + 12 * plane, plane);
        }
    }

    /// <summary>The upper row of A^T M A of one tile, finished:
    /// <code>for j: r[j] = m[0, j] + m[1, j] + m[2, j]; output = r[0] + r[1] + r[2], r[1] - r[2] - r[3]</code></summary>
    /// <param name="m">M[0, 0], a panel.</param>
    /// <param name="plane">Floats between M[i, j] and the next.</param>
    /// <param name="task">The row of outputs.</param>
    /// <param name="x">Position of the left output.</param>
    [MethodImpl(Kernel.Compilation)]
    public static void UpperOutputs(float* m, nint plane, in RowTask task, int x)
    {
        for (int c = 0; c < task.Channels; c += TSimd.Lanes)
        {
            float* m0 = m + c, m1 = m0 + 4 * plane, m2 = m1 + 4 * plane;
            Put(Sum(m0, m1, m2), Sum(m0 + plane, m1 + plane, m2 + plane), Sum(m0 + 2 * plane, m1 + 2 * plane, m2 + 2 * plane),
                Sum(m0 + 3 * plane, m1 + 3 * plane, m2 + 3 * plane), task, x, c);
        }
    }

    /// <summary>The lower row: <code>r[j] = m[1, j] - m[2, j] - m[3, j]</code></summary>
    /// <param name="m">M[0, 0], a panel.</param>
    /// <param name="plane">Floats between M[i, j] and the next.</param>
    /// <param name="task">The row of outputs.</param>
    /// <param name="x">Position of the left output.</param>
    [MethodImpl(Kernel.Compilation)]
    public static void LowerOutputs(float* m, nint plane, in RowTask task, int x)
    {
        for (int c = 0; c < task.Channels; c += TSimd.Lanes)
        {
            float* m1 = m + c + 4 * plane, m2 = m1 + 4 * plane, m3 = m2 + 4 * plane;
            Put(Difference(m1, m2, m3), Difference(m1 + plane, m2 + plane, m3 + plane),
                Difference(m1 + 2 * plane, m2 + 2 * plane, m3 + 2 * plane),
                Difference(m1 + 3 * plane, m2 + 3 * plane, m3 + 3 * plane), task, x, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(float* p0, float* p1, float* p2, float* p3, out TSimd t0, out TSimd t1, out TSimd t2, out TSimd t3)
    {
        TSimd d0 = TSimd.Load(p0), d1 = TSimd.Load(p1), d2 = TSimd.Load(p2), d3 = TSimd.Load(p3);
        t0 = TSimd.Subtract(d0, d2);
        t1 = TSimd.Add(d1, d2);
        t2 = TSimd.Subtract(d2, d1);
        t3 = TSimd.Subtract(d1, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(TSimd t0, TSimd t1, TSimd t2, TSimd t3, float* v, nint plane)
    {
        TSimd.Store(v, TSimd.Subtract(t0, t2));
        TSimd.Store(v + plane, TSimd.Add(t1, t2));
        TSimd.Store(v + 2 * plane, TSimd.Subtract(t2, t1));
        TSimd.Store(v + 3 * plane, TSimd.Subtract(t1, t3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Sum(float* a, float* b, float* c) => TSimd.Add(TSimd.Add(TSimd.Load(a), TSimd.Load(b)), TSimd.Load(c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Difference(float* a, float* b, float* c) =>
        TSimd.Subtract(TSimd.Subtract(TSimd.Load(a), TSimd.Load(b)), TSimd.Load(c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TSimd r0, TSimd r1, TSimd r2, TSimd r3, in RowTask task, int x, int channel)
    {
        TSimd slope = TSimd.Broadcast(task.Slope), scale = TSimd.Load(task.Scale + channel);
        Finish<TSimd>.Store(task, x, channel, slope, scale, TSimd.Add(TSimd.Add(r0, r1), r2));
        if (x + 1 < task.Width)
            Finish<TSimd>.Store(task, x + 1, channel, slope, scale, TSimd.Subtract(TSimd.Subtract(r1, r2), r3));
    }
}
