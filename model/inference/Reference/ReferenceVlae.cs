using VaeCodec.Networks;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of what the networks of a <see cref="VlaeWeights"/> compute: <see cref="ReferenceConvolution"/> after
/// <see cref="ReferenceConvolution"/>, with a leaky ReLU between them.</summary>
public static class ReferenceVlae
{
    /// <summary>The encoder: a picture [1, side, side] as the pixel network sees it to [2 * latents], means before log2 scales.</summary>
    public static float[] Encode(VlaeWeights weights, ReadOnlySpan<float> picture)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Run(weights.Encoder, picture, weights.Spec.Side);
    }

    /// <summary>The decoder: latents to features [3, side, side].</summary>
    public static float[] Decode(VlaeWeights weights, ReadOnlySpan<float> latents)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Run(weights.Decoder, latents, 1);
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
