using VaeCodec.Networks.Vlae;

namespace VaeCodec.Inference.Vlae;

/// <summary>
/// The posterior of a ladder (Sønderby et al. 2016, arXiv:1602.02282, the precision-weighted combination): what the picture says of a
/// latent and what the groups above say, weighed by their precisions, with the logistic's scale in the place of sigma. Single precision,
/// IEEE operations and fused multiply-adds in a fixed order only, so that encoder and decoder have the same bits on any machine;
/// ARCHIVE.md, "Ladder", has them one by one.
/// </summary>
internal static class LadderCombination
{
    // ln(2)^i / i!
    private static ReadOnlySpan<float> PowerCoefficients => [1, 0.6931472f, 0.2402265f, 0.05550411f, 0.009618129f, 0.0013333558f,
        0.0001540353f, 1.5252734e-05f];

    // 2 / (ln(2) (2 i + 1)), the series of log2 in (m - 1) / (m + 1)
    private static ReadOnlySpan<float> LogarithmCoefficients => [2.88539f, 0.9617967f, 0.57707804f, 0.41219857f, 0.3205989f];

    private const float SquareRootOf2 = 1.4142135f;
    private const int MantissaBits = 23, ExponentBias = 127;

    /// <summary>Combines, latent by latent, in place. Means and log2 scales are put into their ranges first.</summary>
    /// <param name="mean">Means by the picture; receives those of the posterior.</param>
    /// <param name="log2Scale">Log2 scales by the picture; receives those of the posterior.</param>
    /// <param name="priorMean">Means by the groups above.</param>
    /// <param name="priorLog2Scale">Log2 scales by the groups above.</param>
    public static void Apply(Span<float> mean, Span<float> log2Scale, ReadOnlySpan<float> priorMean, ReadOnlySpan<float> priorLog2Scale)
    {
        for (int i = 0; i < mean.Length; i++)
        {
            float meanQ = Mean(mean[i]), scaleQ = Scale(log2Scale[i]), meanP = Mean(priorMean[i]), scaleP = Scale(priorLog2Scale[i]);
            float both = 1 + Power(2 * (scaleQ - scaleP)); // of the precisions, in units of the picture's
            mean[i] = MathF.FusedMultiplyAdd(1 / both, meanQ - meanP, meanP);
            log2Scale[i] = MathF.FusedMultiplyAdd(-0.5f, Logarithm(both), scaleQ);
        }
    }

    /// <summary>2^v for |v| up to 20.</summary>
    internal static float Power(float v)
    {
        float whole = MathF.Round(v);
        return Polynomial(PowerCoefficients, v - whole) * BitConverter.Int32BitsToSingle(((int)whole + ExponentBias) << MantissaBits);
    }

    /// <summary>log2 of a number of 1 or more.</summary>
    internal static float Logarithm(float v)
    {
        int bits = BitConverter.SingleToInt32Bits(v), exponent = (bits >> MantissaBits) - ExponentBias;
        float m = BitConverter.Int32BitsToSingle(bits - (exponent << MantissaBits));
        if (m > SquareRootOf2)
            (m, exponent) = (m / 2, exponent + 1);
        float s = (m - 1) / (m + 1);
        return MathF.FusedMultiplyAdd(s, Polynomial(LogarithmCoefficients, s * s), exponent);
    }

    private static float Polynomial(ReadOnlySpan<float> coefficients, float x)
    {
        float sum = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--)
            sum = MathF.FusedMultiplyAdd(sum, x, coefficients[i]);
        return sum;
    }

    private static float Mean(float v) => Clamp(v, -VlaeSpec.MostMean, VlaeSpec.MostMean);

    private static float Scale(float v) => Clamp(v, VlaeSpec.LowestLog2Scale, VlaeSpec.HighestLog2Scale);

    /// <summary>A NaN becomes the lowest value, like everything that is not above it.</summary>
    private static float Clamp(float v, float low, float high) => v > low ? v < high ? v : high : low;
}
