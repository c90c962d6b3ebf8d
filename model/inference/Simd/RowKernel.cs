namespace VaeCodec.Inference.Simd;

/// <summary>Covers a row with tiles: 12 positions at a time where the machine has 32 vector registers, else 6; what remains, 6 at a time.</summary>
internal static unsafe class RowKernel
{
    public static void Run<TEpilogue>(InstructionSet set, in RowTask task)
        where TEpilogue : struct, IEpilogue
    {
        switch (set)
        {
            case InstructionSet.Vector512: Run<Simd512, System.Runtime.Intrinsics.Vector512<float>, TEpilogue>(task, 12); break;
            case InstructionSet.Vector256: Run<Simd256, System.Runtime.Intrinsics.Vector256<float>, TEpilogue>(task, 6); break;
            case InstructionSet.Vector128: Run<Simd128, System.Runtime.Intrinsics.Vector128<float>, TEpilogue>(task, NeonRegisters ? 12 : 6); break;
            default: Run<SimdScalar, float, TEpilogue>(task, 6); break;
        }
    }

    private static bool NeonRegisters => System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;

    private static void Run<TSimd, TVector, TEpilogue>(in RowTask task, int tile)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TEpilogue : struct, IEpilogue
    {
        for (int channel = 0; channel < PackedConvolution.PanelWidth; channel += 2 * TSimd.Lanes)
        {
            int x = 0;
            if (tile == Tile12<TSimd, TVector, TEpilogue>.Positions)
            {
                for (; task.Width - x > Tile6<TSimd, TVector, TEpilogue>.Positions; x += 12)
                    Tile12<TSimd, TVector, TEpilogue>.Run(task, x, Math.Min(12, task.Width - x), channel);
            }

            for (; x < task.Width; x += Tile6<TSimd, TVector, TEpilogue>.Positions)
                Tile6<TSimd, TVector, TEpilogue>.Run(task, x, Math.Min(6, task.Width - x), channel);
        }
    }
}
