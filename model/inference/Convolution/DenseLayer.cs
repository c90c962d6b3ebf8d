using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Convolution;

/// <summary>A dense layer on the rate embedding, computed once per picture: each output is bias, then one chain of fused
/// multiply-adds over the inputs in order.</summary>
internal sealed class DenseLayer(LinearSpec spec, float[] weights, float[] bias)
{
    /// <summary>[In] -> [Out].</summary>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        var output = new float[spec.Out];
        for (int o = 0; o < output.Length; o++)
        {
            float sum = bias[o];
            for (int i = 0; i < spec.In; i++)
                sum = MathF.FusedMultiplyAdd(input[i], weights[o * spec.In + i], sum);
            output[o] = sum;
        }

        return output;
    }
}
