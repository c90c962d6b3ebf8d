using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Hvae;

/// <summary>The quantiser of one latent layer at one rate multiplier.</summary>
/// <param name="Step">Quantisation step in the network's units.</param>
/// <param name="InverseStep">1 / Step.</param>
/// <param name="Log2Step">log2 Step.</param>
internal readonly record struct LatentStepSize(float Step, float InverseStep, float Log2Step)
{
    internal static LatentStepSize Of(byte betaIndex, RateRange range) => new(
        RateMultiplier.Step(betaIndex, range), RateMultiplier.InverseStep(betaIndex, range), RateMultiplier.Log2Step(betaIndex, range));
}
