using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of what the engine computes; every kernel is tested to equal it bit for bit. Tensors are [C, H, W], row-major.
/// But for <see cref="ReferenceWinograd"/>, each output starts from its bias and adds the inputs in the order (ky, kx, channel) with one
/// fused multiply-add each; inputs outside the grid are zero and take part.</summary>
internal static class ReferenceConvolution
{
    /// <summary>Convolution without a shuffle: x [In, height, width] -> [Out, height / Stride, width / Stride].</summary>
    public static float[] Convolve(ConvolutionSpec spec, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> x,
        int height, int width)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Winograd)
            return ReferenceWinograd.Convolve(spec, weights, bias, x, height, width);
        int outHeight = height / spec.Stride, outWidth = width / spec.Stride, pad = spec.Stride == 1 ? spec.Kernel / 2 : 0;
        var output = new float[spec.Out * outHeight * outWidth];
        for (int o = 0; o < spec.Out; o++)
        {
            for (int y = 0; y < outHeight; y++)
            {
                for (int px = 0; px < outWidth; px++)
                {
                    float sum = bias[o];
                    for (int ky = 0; ky < spec.Kernel; ky++)
                    {
                        for (int kx = 0; kx < spec.Kernel; kx++)
                        {
                            int iy = y * spec.Stride + ky - pad, ix = px * spec.Stride + kx - pad;
                            bool inside = iy >= 0 && iy < height && ix >= 0 && ix < width;
                            for (int c = 0; c < spec.In; c++)
                            {
                                float value = inside ? x[(c * height + iy) * width + ix] : 0f;
                                float weight = weights[((o * spec.In + c) * spec.Kernel + ky) * spec.Kernel + kx];
                                sum = MathF.FusedMultiplyAdd(value, weight, sum);
                            }
                        }
                    }

                    output[(o * outHeight + y) * outWidth + px] = sum;
                }
            }
        }

        return output;
    }

    /// <summary>max(v, 0.1 v).</summary>
    public static float LeakyRelu(float v) => v >= v * HvaeNetwork.NegativeSlope ? v : v * HvaeNetwork.NegativeSlope;

    /// <summary>Pixel shuffle by f: [C * f * f, H, W] -> [C, H * f, W * f].</summary>
    public static float[] Shuffle(ReadOnlySpan<float> x, int channels, int height, int width, int f)
    {
        var output = new float[x.Length];
        int outChannels = channels / (f * f);
        for (int c = 0; c < outChannels; c++)
        {
            for (int y = 0; y < height * f; y++)
            {
                for (int px = 0; px < width * f; px++)
                {
                    int from = (c * f + y % f) * f + px % f;
                    output[(c * height * f + y) * width * f + px] = x[(from * height + y / f) * width + px / f];
                }
            }
        }

        return output;
    }
}
