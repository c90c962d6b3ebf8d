using VaeCodec.Networks;

namespace VaeCodec.Inference.Gradients;

/// <summary>The gradient of a convolution with respect to its input is a convolution of the gradient of its output: with the kernel turned by
/// half a turn and its inputs and outputs exchanged (Dumoulin and Visin 2016, "A guide to convolution arithmetic", section 4).</summary>
internal static class AdjointConvolution
{
    /// <summary>Of a convolution of stride 1, seen before its pixel shuffle: [Out] at every position -> the first so many of [In].</summary>
    public static PackedConvolution Of(PackedConvolution convolution, int inputs)
    {
        ConvolutionSpec spec = convolution.Spec;
        int last = spec.Kernel * spec.Kernel - 1;
        return Pack(spec with { Name = $"{spec.Name}.adjoint", In = spec.Out, Out = inputs, Shuffle = 1 }, (o, c, tap) => convolution.Weight(c, o, last - tap));
    }

    /// <summary>The same behind a scale for each output channel.</summary>
    public static PackedConvolution OfScaled(PackedConvolution convolution, ReadOnlySpan<float> scale)
    {
        ConvolutionSpec spec = convolution.Spec;
        float[] s = scale.ToArray();
        int last = spec.Kernel * spec.Kernel - 1;
        return Pack(spec with { Name = $"{spec.Name}.adjoint", In = spec.Out, Out = spec.In }, (o, c, tap) => convolution.Weight(c, o, last - tap) * s[c]);
    }

    /// <summary>Of a 1x1 convolution with the pixel shuffle by f that follows it: patches of f x f positions of the shuffled gradient -> [In].</summary>
    public static PackedConvolution OfShuffled(PackedConvolution convolution)
    {
        ConvolutionSpec spec = convolution.Spec;
        int f = spec.Shuffle, cells = f * f;
        return Pack(new($"{spec.Name}.adjoint", spec.Out / cells, spec.In, f, f), (o, c, tap) => convolution.Weight(c * cells + tap, o, 0));
    }

    private static PackedConvolution Pack(ConvolutionSpec spec, Func<int, int, int, float> weight)
    {
        int taps = spec.Kernel * spec.Kernel, at = 0;
        var weights = new float[spec.Out * spec.In * taps];
        for (int o = 0; o < spec.Out; o++)
        {
            for (int c = 0; c < spec.In; c++)
            {
                for (int tap = 0; tap < taps; tap++)
                    weights[at++] = weight(o, c, tap);
            }
        }

        return new(spec, weights, new float[spec.Out]);
    }
}
