using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Data;

/// <summary>Draws the rate multipliers of a batch: log beta uniform over the trained range, stratified over the batch; one sample in two has
/// one beta for all layers, the others a multiplier per layer.</summary>
internal sealed class RateSampler(HvaeSpec spec)
{
    // Deviation of the natural logarithm of a layer's multiplier.
    private const double Spread = 0.5;
    private readonly RateRange _range = RateRange.Of(spec);

    /// <summary>log2 beta, [count, layers].</summary>
    public float[] Draw(CounterRandom random, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] strata = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (strata[i], strata[j]) = (strata[j], strata[i]);
        }

        var log2Beta = new float[count * spec.Layers];
        for (int i = 0; i < count; i++)
        {
            double common = _range.Log2Low + (_range.Log2High - _range.Log2Low) * (strata[i] + random.NextDouble()) / count;
            double spread = random.NextDouble() < 0.5 ? Spread / Math.Log(2) : 0;
            for (int l = 0; l < spec.Layers; l++)
                log2Beta[i * spec.Layers + l] = (float)(common + spread * random.NextNormal());
        }

        return log2Beta;
    }
}
