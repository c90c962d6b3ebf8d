using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>The quantiser of one latent layer at one rate multiplier.</summary>
/// <param name="Step">Quantisation step in the network's units.</param>
/// <param name="InverseStep">1 / Step.</param>
/// <param name="Log2Step">log2 Step.</param>
/// <param name="Log2ScaleLow">Lowest log2(sigma / step); scale index 0.</param>
/// <param name="Log2ScaleHigh">Highest log2(sigma / step).</param>
internal readonly record struct LatentStepSize(float Step, float InverseStep, float Log2Step, float Log2ScaleLow, float Log2ScaleHigh)
{
    /// <summary>Scale indices per octave of sigma.</summary>
    public const int ScalesPerOctave = 8;

    internal static LatentStepSize Of(byte betaIndex, RateRange range, HvaeSpec spec) => new(
        RateMultiplier.Step(betaIndex, range), RateMultiplier.InverseStep(betaIndex, range), RateMultiplier.Log2Step(betaIndex, range),
        (float)spec.Log2Scale[0], (float)spec.Log2Scale[1]);
}
