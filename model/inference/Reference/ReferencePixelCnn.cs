using VaeCodec.Networks.Hvae;
using VaeCodec.Networks.PixelCnn;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of the pixel network's arithmetic: one pixel, one output, one chain of fused multiply-adds at a time.</summary>
/// <param name="weights">The weights.</param>
/// <param name="rate">The rate input.</param>
internal sealed class ReferencePixelCnn(PixelCnnWeights weights, float rate)
{
    private float[] _linear = [];
    private float[] _hidden = [];

    /// <summary>Takes the window of a pixel: the values of x, then of y.</summary>
    public void See(ReadOnlySpan<float> window)
    {
        _linear = Dense(weights.Linear, window);
        _hidden = Leaky(Dense(weights.First, window));
        foreach (PixelCnnWeights.Layer layer in weights.Deep)
            _hidden = Leaky(Dense(layer, _hidden));
    }

    /// <summary>Logits, means and log2 scales of a channel, given the channels before it.</summary>
    /// <param name="channel">0 to 2.</param>
    /// <param name="before">The pixel's values of the channels before, as windows hold them.</param>
    public float[] Parameters(int channel, ReadOnlySpan<float> before)
    {
        var differences = new float[channel];
        for (int c = 0; c < channel; c++)
            differences[c] = before[c] - _linear[c];
        float[] head = Leaky(Dense(weights.Head[channel], [.. _hidden, .. _linear, .. differences]));
        return Dense(weights.Out[channel], [.. head, .. _linear, .. differences]);
    }

    private float[] Dense(PixelCnnWeights.Layer layer, ReadOnlySpan<float> input)
    {
        var output = new float[layer.Spec.Out];
        for (int o = 0; o < output.Length; o++)
        {
            float sum = layer.Rate.Length == 0 ? layer.Bias[o] : MathF.FusedMultiplyAdd(rate, layer.Rate[o], layer.Bias[o]);
            for (int i = 0; i < input.Length; i++)
                sum = MathF.FusedMultiplyAdd(input[i], layer.Weights[o * input.Length + i], sum);
            output[o] = sum;
        }

        return output;
    }

    private static float[] Leaky(float[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] >= HvaeNetwork.NegativeSlope * values[i] ? values[i] : HvaeNetwork.NegativeSlope * values[i];
        return values;
    }
}
