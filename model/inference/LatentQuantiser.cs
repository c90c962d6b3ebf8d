namespace VaeCodec.Inference;

/// <summary>Between a latent layer's tensors and its integer symbols: z = mu_p + k step, where k = round((mu_q - mu_p) / step) has a
/// zero-mean distribution chosen by the scale index alone (the quantisation-aware posterior of QARV, Duan et al. 2023, section 3).
/// Symbols run over rows, positions, channels; only the positions of a <see cref="CodedArea"/> are coded, those beyond (padding of the
/// picture) repeat the latents at its edge. Tensors are strips, and spans hold what is coded of a strip;
/// any part of a strip's rows is one, too, so that threads may share them.</summary>
public static class LatentQuantiser
{
    /// <summary>Symbols are held to this magnitude.</summary>
    public const int MaxSymbol = 1 << 20;

    /// <summary>scale index = round((clamp(log2 sigma_p - log2 step) - low) * 8), for every coded symbol.</summary>
    public static void ScaleIndices(Tensor prior, in LayerStep step, in CodedArea area, Span<byte> indices)
    {
        ArgumentNullException.ThrowIfNull(prior);
        int z = prior.Channels / 2, at = 0;
        float high = step.Log2ScaleHigh - step.Log2ScaleLow;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++)
            {
                ReadOnlySpan<float> log2Sigma = prior.At(y, x).Slice(z, z);
                for (int c = 0; c < z; c++)
                {
                    float v = log2Sigma[c] - step.Log2Step - step.Log2ScaleLow;
                    v = v > 0 ? v < high ? v : high : 0;
                    indices[at++] = (byte)MathF.Round(v * LayerStep.ScalesPerOctave);
                }
            }
        }
    }

    /// <summary>(mu_q - mu_p) / step for every coded symbol: what an encoder rounds to an integer k, |k| up to <see cref="MaxSymbol"/>.</summary>
    public static void Deviations(Tensor prior, Tensor posterior, in LayerStep step, in CodedArea area, Span<float> deviations)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(posterior);
        int z = posterior.Channels, at = 0;
        for (int y = prior.Rows.Top; y < Math.Min(prior.Rows.Bottom, area.Height); y++)
        {
            for (int x = 0; x < area.Width; x++)
            {
                ReadOnlySpan<float> mean = prior.At(y, x), wanted = posterior.At(y, x);
                for (int c = 0; c < z; c++)
                    deviations[at++] = Math.Clamp((wanted[c] - mean[c]) * step.InverseStep, -MaxSymbol, MaxSymbol);
            }
        }
    }

    /// <summary>z = fma(k, step, mu_p) where a symbol is coded; elsewhere z of the nearest coded position.</summary>
    public static void Reconstruct(Tensor prior, ReadOnlySpan<int> symbols, in LayerStep step, in CodedArea area, Tensor latents)
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

                ReadOnlySpan<float> mean = prior.At(y, x);
                for (int c = 0; c < z; c++)
                    to[c] = MathF.FusedMultiplyAdd(symbols[at++], step.Step, mean[c]);
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
