using VaeCodec.Inference.Vlae;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.Vlae;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of what the networks of a <see cref="VlaeWeights"/> compute: <see cref="ReferenceConvolution"/> after
/// <see cref="ReferenceConvolution"/>, with a leaky ReLU between them. Latents are those of all groups, from the top down.</summary>
internal static class ReferenceVlae
{
    /// <summary>The encoder: a picture [1, side, side] as the pixel network sees it to its outputs.</summary>
    public static float[] Encode(VlaeWeights weights, ReadOnlySpan<float> picture)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Run(weights.Encoder, picture, weights.Spec.Side);
    }

    /// <summary>A group's posterior: means before log2 scales.</summary>
    public static float[] Posterior(VlaeWeights weights, int group, float[] encoded, float[] latents)
    {
        ArgumentNullException.ThrowIfNull(weights);
        VlaeSpec spec = weights.Spec;
        float[] input = [.. spec.SeesPicture(group) ? encoded : [], .. latents[spec.PosteriorLatents(group)]];
        float[] posterior = Run(weights.Posteriors[group], input, 1);
        if (spec.Groups[group].IsLadder)
        {
            float[] prior = Prior(weights, group, 0, latents);
            int n = spec.Groups[group].Latents;
            LadderCombination.Apply(posterior.AsSpan(0, n), posterior.AsSpan(n), prior.AsSpan(0, n), prior.AsSpan(n));
        }

        return posterior;
    }

    /// <summary>A group's prior: means before log2 scales.</summary>
    public static float[] Prior(VlaeWeights weights, int group, int known, float[] latents)
    {
        ArgumentNullException.ThrowIfNull(weights);
        VlaeSpec spec = weights.Spec;
        int n = spec.Groups[group].Latents;
        if (weights.Priors[group].Count == 0)
            return new float[2 * n];
        float[] own = [.. latents[spec.LatentsOf(group)].Select((z, i) => i < known ? z : 0)];
        return Run(weights.Priors[group], [.. latents[spec.PriorLatents(group)], .. spec.Groups[group].IsAutoregressive ? own : []], 1);
    }

    /// <summary>The decoder: latents to features [3, side, side].</summary>
    public static float[] Decode(VlaeWeights weights, ReadOnlySpan<float> latents)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Run(weights.Decoder, latents[weights.Spec.DecoderLatents], 1);
    }

    private static float[] Run(IReadOnlyList<VlaeWeights.Layer> layers, ReadOnlySpan<float> input, int side)
    {
        float[] x = input.ToArray();
        foreach (VlaeWeights.Layer layer in layers)
        {
            ConvolutionSpec spec = layer.Spec;
            x = ReferenceConvolution.Convolve(spec, layer.Weights, layer.Bias, x, side, side);
            side /= spec.Stride;
            x = ReferenceConvolution.Shuffle(x, spec.Out, side, side, spec.Shuffle);
            side *= spec.Shuffle;
            if (layer != layers[^1])
                x = [.. x.Select(ReferenceConvolution.LeakyRelu)];
        }

        return x;
    }
}
