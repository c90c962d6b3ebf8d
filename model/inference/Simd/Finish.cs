using System.Runtime.CompilerServices;
using VaeCodec.Networks;

namespace VaeCodec.Inference.Simd;

/// <summary>Applies the epilogue to one vector of sums and stores it.</summary>
internal static unsafe class Finish<TSimd, TVector, TEpilogue>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TEpilogue : struct, IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in RowTask task, nint at, int channel, TVector sum)
    {
        if (TEpilogue.Kind == EpilogueKind.LeakyRelu)
            sum = TSimd.Max(sum, TSimd.Multiply(sum, TSimd.Broadcast(HvaeNetwork.NegativeSlope)));
        else if (TEpilogue.Kind == EpilogueKind.ScaledResidual)
            sum = TSimd.Fma(sum, TSimd.Load(task.Scale + channel), TSimd.Load(task.Residual + at));
        else if (TEpilogue.Kind == EpilogueKind.Residual)
            sum = TSimd.Add(TSimd.Load(task.Residual + at), sum);
        TSimd.Store(task.Output + at, sum);
    }
}
