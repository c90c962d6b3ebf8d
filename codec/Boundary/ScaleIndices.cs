using VaeCodec.Bitstream.Grid;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Boundary;

/// <summary>From a prior's log2 sigma to the table that its symbol is coded with: the width in quantisation steps, on the
/// <see cref="ScaleGrid"/>. FORMAT.md, "Decoding".</summary>
internal static class ScaleIndices
{
    /// <summary>round(8 clamp(log2 sigma_p - log2 step - lowest, 0, octaves)) for every coded symbol of a strip.</summary>
    /// <param name="prior">[H, W, 2 Z]: mu_p, then log2 sigma_p.</param>
    /// <param name="step">Of the layer.</param>
    /// <param name="area">What is coded of the layer's grid.</param>
    /// <param name="indices">Receives them: rows, positions, channels.</param>
    public static void Round(Tensor prior, in LatentStepSize step, in CodedArea area, Span<byte> indices)
    {
        int z = prior.Channels / 2, at = 0;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++, at += z)
            {
                ScaleIndexRow.Run(prior.At(y, x).Slice(z, z), step.Log2Step, ScaleGrid.LowestLog2, ScaleGrid.Octaves, ScaleGrid.PerOctave,
                    indices.Slice(at, z));
            }
        }
    }
}
