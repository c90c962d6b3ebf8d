using System.Runtime.CompilerServices;
using VaeCodec.Inference.Convolution;

namespace VaeCodec.Inference.Simd;

/// <summary>6 positions x 2 vectors of output channels: 12 sums in registers. Each sum is one chain of fused multiply-adds,
/// bias first, then every input of every tap in order:
/// <code>for tap: for i: w = weights[k++]; for p: sum[p] = fma(tap[p * step + i], w, sum[p])</code></summary>
internal static unsafe class Tile6<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    public const int Positions = 6;

    /// <summary>Computes the positions from x on; stores the first <paramref name="valid"/> of them.</summary>
    [MethodImpl(Kernel.Compilation)]
    public static void Run(in RowTask task, int x, int valid, int channel)
    {
        int lanes = TSimd.Lanes;
        TSimd bias0 = TSimd.Load(task.Bias + channel), bias1 = TSimd.Load(task.Bias + channel + lanes);
        TSimd a0 = bias0, b0 = bias1;
        TSimd a1 = bias0, b1 = bias1;
        TSimd a2 = bias0, b2 = bias1;
        TSimd a3 = bias0, b3 = bias1;
        TSimd a4 = bias0, b4 = bias1;
        TSimd a5 = bias0, b5 = bias1;
        nint step = task.InputStep, step2 = 2 * step;
        float* w = task.Weights + channel;
        for (Tap* tap = task.Taps, end = tap + task.TapCount; tap < end; tap++)
        {
            float* p0 = tap->Start + x * step;
            float* p3 = p0 + 3 * step;
            for (float* stop = p0 + tap->Length; p0 < stop; p0++)
            {
                TSimd w0 = TSimd.Load(w), w1 = TSimd.Load(w + lanes);
                w += PackedConvolution.PanelWidth;
                TSimd v0 = TSimd.Broadcast(p0[0]);
                a0 = TSimd.Fma(v0, w0, a0);
                b0 = TSimd.Fma(v0, w1, b0);
                TSimd v1 = TSimd.Broadcast(p0[step]);
                a1 = TSimd.Fma(v1, w0, a1);
                b1 = TSimd.Fma(v1, w1, b1);
                TSimd v2 = TSimd.Broadcast(p0[step2]);
                a2 = TSimd.Fma(v2, w0, a2);
                b2 = TSimd.Fma(v2, w1, b2);
                TSimd v3 = TSimd.Broadcast(p3[0]);
                a3 = TSimd.Fma(v3, w0, a3);
                b3 = TSimd.Fma(v3, w1, b3);
                TSimd v4 = TSimd.Broadcast(p3[step]);
                a4 = TSimd.Fma(v4, w0, a4);
                b4 = TSimd.Fma(v4, w1, b4);
                TSimd v5 = TSimd.Broadcast(p3[step2]);
                a5 = TSimd.Fma(v5, w0, a5);
                b5 = TSimd.Fma(v5, w1, b5);
                p3++;
            }
        }

        TSimd slope = TSimd.Broadcast(task.Slope), scale0 = TSimd.Load(task.Scale + channel),
            scale1 = TSimd.Load(task.Scale + channel + lanes);
        Store(task, x, channel, slope, scale0, scale1, a0, b0);
        if (valid == 1) return;
        Store(task, x + 1, channel, slope, scale0, scale1, a1, b1);
        if (valid == 2) return;
        Store(task, x + 2, channel, slope, scale0, scale1, a2, b2);
        if (valid == 3) return;
        Store(task, x + 3, channel, slope, scale0, scale1, a3, b3);
        if (valid == 4) return;
        Store(task, x + 4, channel, slope, scale0, scale1, a4, b4);
        if (valid == 5) return;
        Store(task, x + 5, channel, slope, scale0, scale1, a5, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(in RowTask task, nint position, int channel, TSimd slope, TSimd scale0, TSimd scale1, TSimd a, TSimd b)
    {
        Finish<TSimd>.Store(task, position, channel, slope, scale0, a);
        Finish<TSimd>.Store(task, position, channel + TSimd.Lanes, slope, scale1, b);
    }
}
