using VaeCodec.Inference.Convolution;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Gradients;

/// <summary>The gradient of a convolution with respect to its input is a convolution of the gradient of its output: with the kernel turned
/// by half a turn and its inputs and outputs exchanged (Dumoulin and Visin 2016, "A guide to convolution arithmetic", section 4). Weights
/// are those of the convolution, [Out, In, Kernel, Kernel].</summary>
internal static class AdjointConvolution
{
    /// <summary>Of a convolution of stride 1, seen before its pixel shuffle: [Out] at every position -> the first so many of
    /// [In].</summary>
    public static PackedConvolution Of(ConvolutionSpec spec, ReadOnlySpan<float> weights, int inputs)
    {
        int taps = spec.Kernel * spec.Kernel;
        var turned = new float[inputs * spec.Out * taps];
        for (int output = 0; output < spec.Out; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                ReadOnlySpan<float> kernel = weights.Slice((output * spec.In + input) * taps, taps);
                Span<float> to = turned.AsSpan((input * spec.Out + output) * taps, taps);
                for (int tap = 0; tap < taps; tap++)
                    to[taps - 1 - tap] = kernel[tap];
            }
        }

        return Pack(spec with { In = spec.Out, Out = inputs, Shuffle = 1 }, turned);
    }

    /// <summary>The same behind a scale for each output channel.</summary>
    public static PackedConvolution OfScaled(ConvolutionSpec spec, ReadOnlySpan<float> weights, ReadOnlySpan<float> scale)
    {
        float[] scaled = weights.ToArray();
        int perOutput = scaled.Length / spec.Out;
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] *= scale[i / perOutput];
        return Of(spec, scaled, spec.In);
    }

    /// <summary>Of a 1x1 convolution with the pixel shuffle by f that follows it: patches of f x f positions of the shuffled gradient ->
    /// [In].</summary>
    public static PackedConvolution OfShuffled(ConvolutionSpec spec, ReadOnlySpan<float> weights)
    {
        int f = spec.Shuffle, cells = f * f;
        var turned = new float[weights.Length];
        for (int output = 0; output < spec.Out; output++)
        {
            for (int input = 0; input < spec.In; input++)
                turned[input * spec.Out + output] = weights[output * spec.In + input];
        }

        return Pack(new(spec.Name, spec.Out / cells, spec.In, f, f), turned);
    }

    private static PackedConvolution Pack(ConvolutionSpec spec, float[] weights) =>
        new(spec with { Name = $"{spec.Name}.adjoint" }, weights, new float[spec.Out]);
}
