using VaeCodec.Bitstream.Grid;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Boundary;

/// <summary>From the posterior's mean to the symbol k = round((mu_q - mu_p) / step), which has a zero-mean distribution that the scale
/// index alone chooses (the quantisation-aware posterior of QARV, Duan et al. 2023, section 3). Only an encoder does this.</summary>
internal static class LatentDeviations
{
    /// <summary>(mu_q - mu_p) / step for every coded symbol of a strip, held to what can be coded.</summary>
    /// <param name="prior">[H, W, 2 Z]: mu_p, then log2 sigma_p.</param>
    /// <param name="posterior">[H, W, Z]: mu_q.</param>
    /// <param name="step">Of the layer.</param>
    /// <param name="area">What is coded of the layer's grid.</param>
    /// <param name="deviations">Receives them: rows, positions, channels.</param>
    public static void Of(Tensor prior, Tensor posterior, in LatentStepSize step, in CodedArea area, Span<float> deviations)
    {
        int z = posterior.Channels, at = 0;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++, at += z)
            {
                DeviationRow.Run(posterior.At(y, x), prior.At(y, x), step.InverseStep, SymbolGrid.MaxMagnitude,
                    deviations.Slice(at, z));
            }
        }
    }

    /// <summary>The nearest symbols, ties to even.</summary>
    public static void Round(ReadOnlySpan<float> deviations, Span<int> symbols) => NearestRow.Run(deviations, symbols);
}
