using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>From a layer's integer symbols back to its latents: z = mu_p + k step (the quantisation-aware posterior of QARV, Duan et al.
/// 2023, section 3). Symbols run over rows, positions, channels; only the positions of a <see cref="CodedArea"/> are coded, those beyond
/// (padding of the picture) repeat the latents at its edge. Tensors are strips, and spans hold what is coded of a strip; any part of a
/// strip's rows is one, too, so that threads may share them.</summary>
internal static class LatentDequantiser
{
    /// <summary>z = fma(k, step, mu_p) where a symbol is coded; elsewhere z of the nearest coded position.</summary>
    public static void Run(Tensor prior, ReadOnlySpan<int> symbols, in LatentStepSize step, in CodedArea area, Tensor latents)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(latents);
        int z = latents.Channels, at = 0;
        for (int y = latents.Rows.Top; y < latents.Rows.Bottom; y++)
        {
            bool coded = y < area.Height;
            for (int x = 0; x < latents.Width; x++)
            {
                Span<float> to = latents.At(y, x);
                if (!coded || x >= area.Width)
                {
                    // the row above is the last coded one or repeats it, also where it belongs to the strip before
                    latents.At(coded ? y : y - 1, Math.Min(x, area.Width - 1)).CopyTo(to);
                    continue;
                }

                LatentRow.Run(symbols.Slice(at, z), step.Step, prior.At(y, x), to);
                at += z;
            }
        }
    }

    /// <summary>z = mu_p everywhere: a layer that is not coded.</summary>
    public static void Mean(Tensor prior, Tensor latents)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(latents);
        for (int y = latents.Rows.Top; y < latents.Rows.Bottom; y++)
        {
            for (int x = 0; x < latents.Width; x++)
                prior.At(y, x)[..latents.Channels].CopyTo(latents.At(y, x));
        }
    }
}
