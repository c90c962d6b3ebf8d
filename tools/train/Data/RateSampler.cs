using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Data;

/// <summary>Draws the rate multipliers of a batch: log beta uniform over the trained range, stratified over the batch; one sample in two
/// has one beta for all layers, the others a multiplier per layer. A share of the samples has a wide split in the place of either: the
/// layers, in coding order, fall into two or three groups, each moved by up to <see cref="WidestShift"/> octaves of its own, as far as the
/// trained range goes. So the trained splits are all that keep every layer within that range and neighbouring groups within twice
/// that.</summary>
/// <param name="spec">Layers and range.</param>
/// <param name="wideShare">Share of samples with a wide split.</param>
internal sealed class RateSampler(HvaeSpec spec, double wideShare = 0)
{
    /// <summary>Octaves that a wide split moves a group of layers, at most.</summary>
    public const double WidestShift = 3;

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
            if (wideShare > 0 && random.NextDouble() < wideShare)
            {
                DrawWide(random, common, log2Beta.AsSpan(i * spec.Layers, spec.Layers));
                continue;
            }

            double spread = random.NextDouble() < 0.5 ? Spread / Math.Log(2) : 0;
            for (int l = 0; l < spec.Layers; l++)
                log2Beta[i * spec.Layers + l] = (float)(common + spread * random.NextNormal());
        }

        return log2Beta;
    }

    private void DrawWide(CounterRandom random, double common, Span<float> log2Beta)
    {
        int first = 1 + random.NextInt(Math.Max(1, log2Beta.Length - 1)), second = 1 + random.NextInt(Math.Max(1, log2Beta.Length - 1));
        double shift = 0;
        for (int l = 0; l < log2Beta.Length; l++)
        {
            if (l == 0 || l == first || l == second)
                shift = WidestShift * (2 * random.NextDouble() - 1);
            log2Beta[l] = (float)Math.Clamp(common + shift, _range.Log2Low, _range.Log2High);
        }
    }
}
