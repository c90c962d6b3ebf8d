using System.Runtime.CompilerServices;
using VaeCodec.Inference.Convolution;

namespace VaeCodec.Inference.Simd;

/// <summary>Finishes one vector of sums and stores it: <code>output = fma(max(sum, slope * sum), scale, residual)</code> where a slope of
/// 1, a scale of 1 and a residual of -0 leave a sum as it is, to the bit (x * 1 is x, and x + -0 is x for either zero). One formula for all
/// epilogues, so that there is one kernel to compile.</summary>
internal static unsafe class Finish<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in RowTask task, nint position, int channel, TSimd slope, TSimd scale, TSimd sum)
    {
        sum = TSimd.Max(sum, TSimd.Multiply(sum, slope));
        sum = TSimd.Fma(sum, scale, TSimd.Load(task.Residual + position * task.ResidualStep + channel));
        TSimd.Store(task.Output + position * task.OutputStep + channel, sum);
    }
}
