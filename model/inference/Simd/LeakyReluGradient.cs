using System.Numerics;
using System.Runtime.InteropServices;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Simd;

/// <summary>The gradient of a leaky ReLU: that of its output where the output is not negative, else 0.1 of it.</summary>
internal static class LeakyReluGradient
{
    /// <summary>Turns the gradient with respect to the outputs into that with respect to the inputs.</summary>
    public static void Apply(ReadOnlySpan<float> outputs, Span<float> gradient)
    {
        ReadOnlySpan<Vector<float>> signs = MemoryMarshal.Cast<float, Vector<float>>(outputs);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(signs[i], Vector<float>.Zero), vectors[i],
                vectors[i] * HvaeNetwork.NegativeSlope);
        for (int i = vectors.Length * Vector<float>.Count; i < gradient.Length; i++)
            gradient[i] = outputs[i] >= 0 ? gradient[i] : gradient[i] * HvaeNetwork.NegativeSlope;
    }
}
