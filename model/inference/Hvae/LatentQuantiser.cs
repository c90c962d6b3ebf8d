using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>Between a latent layer's tensors and its integer symbols: z = mu_p + k step, where k = round((mu_q - mu_p) / step) has a
/// zero-mean distribution chosen by the scale index alone (the quantisation-aware posterior of QARV, Duan et al. 2023, section 3).
/// Symbols run over rows, positions, channels; only the positions of a <see cref="CodedArea"/> are coded, those beyond (padding of the
/// picture) repeat the latents at its edge. Tensors are strips, and spans hold what is coded of a strip;
/// any part of a strip's rows is one, too, so that threads may share them.</summary>
internal static class LatentQuantiser
{
    /// <summary>Symbols are held to this magnitude.</summary>
    public const int MaxSymbol = 1 << 20;

    /// <summary>scale index = round((clamp(log2 sigma_p - log2 step) - low) * 8), for every coded symbol.</summary>
    public static void ScaleIndices(Tensor prior, in LatentStepSize step, in CodedArea area, Span<byte> indices)
    {
        ArgumentNullException.ThrowIfNull(prior);
        int z = prior.Channels / 2, at = 0;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++, at += z)
                ScaleIndexRow.Run(prior.At(y, x).Slice(z, z), step, indices.Slice(at, z));
        }
    }

    /// <summary>(mu_q - mu_p) / step for every coded symbol: what an encoder rounds to an integer k, |k| up to
    /// <see cref="MaxSymbol"/>.</summary>
    public static void Deviations(Tensor prior, Tensor posterior, in LatentStepSize step, in CodedArea area, Span<float> deviations)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(posterior);
        int z = posterior.Channels, at = 0;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++, at += z)
                DeviationRow.Run(posterior.At(y, x), prior.At(y, x), step.InverseStep, MaxSymbol, deviations.Slice(at, z));
        }
    }

    /// <summary>k: deviations rounded to the nearest integers, ties to even.</summary>
    public static void Round(ReadOnlySpan<float> deviations, Span<int> symbols) => NearestRow.Run(deviations, symbols);

    /// <summary>z = fma(k, step, mu_p) where a symbol is coded; elsewhere z of the nearest coded position.</summary>
    public static void Reconstruct(Tensor prior, ReadOnlySpan<int> symbols, in LatentStepSize step, in CodedArea area, Tensor latents)
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
