using VaeCodec.Inference.Convolution;

namespace VaeCodec.Inference.Simd;

/// <summary>Covers a row with tiles: 12 positions at a time where the machine has 32 vector registers, else 6; what remains, 6 at a
/// time.</summary>
internal static unsafe class RowKernel
{
    /// <summary>The most positions of a tile: so many may be read, and computed, from the first on, however few are asked for.</summary>
    public const int MostPositions = 12;

    private static readonly AlignedBuffer s_ones = Filled(1f), s_negativeZeros = Filled(-0f);

    private static bool NeonRegisters => System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;

    public static void Run<TEpilogue>(InstructionSet set, RowTask task)
        where TEpilogue : struct, IEpilogue
    {
        Prepare<TEpilogue>(ref task);
        switch (set)
        {
            case InstructionSet.Vector512 when task.Channels > 2 * Simd256.Lanes: Run<Simd512>(task, 12); break;
            case InstructionSet.Vector512: Run<Simd256>(task, 6); break;
            case InstructionSet.Vector256: Run<Simd256>(task, 6); break;
            case InstructionSet.Vector128: Run<Simd128>(task, NeonRegisters ? 12 : 6); break;
            case InstructionSet.Host: HostKernel.Run(&task); break;
            default: Run<SimdScalar>(task, 6); break;
        }
    }

    /// <summary>Fills in what an epilogue does without, as <see cref="Finish{TSimd}"/> wants it.</summary>
    public static void Prepare<TEpilogue>(ref RowTask task)
        where TEpilogue : struct, IEpilogue
    {
        task.Slope = TEpilogue.Slope;
        task.ResidualStep = task.OutputStep;
        if (!TEpilogue.HasScale)
            task.Scale = s_ones.Pointer;
        if (!TEpilogue.HasResidual)
        {
            task.Residual = s_negativeZeros.Pointer;
            task.ResidualStep = 0;
        }
    }

    private static void Run<TSimd>(in RowTask task, int tile)
        where TSimd : struct, ISimd<TSimd>
    {
        for (int channel = 0; channel < task.Channels; channel += 2 * TSimd.Lanes)
        {
            int x = 0;
            if (tile == Tile12<TSimd>.Positions)
            {
                for (; task.Width - x > Tile6<TSimd>.Positions; x += 12)
                    Tile12<TSimd>.Run(task, x, Math.Min(12, task.Width - x), channel);
            }

            for (; x < task.Width; x += Tile6<TSimd>.Positions)
                Tile6<TSimd>.Run(task, x, Math.Min(6, task.Width - x), channel);
        }
    }

    private static AlignedBuffer Filled(float value)
    {
        var buffer = new AlignedBuffer(PackedConvolution.PanelWidth);
        buffer.Span.Fill(value);
        return buffer;
    }
}
