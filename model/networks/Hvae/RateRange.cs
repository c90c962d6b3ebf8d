namespace VaeCodec.Networks.Hvae;

/// <summary>The trained range of log2 beta. Held to 64ths of an octave, so that a libm's last digit cannot change a decoded
/// picture.</summary>
/// <param name="Log2Low">The least beta, the most bits.</param>
/// <param name="Log2High">The greatest beta.</param>
/// <param name="Split">Octaves that two layers' betas may lie apart, as far as was trained.</param>
internal sealed record RateRange(double Log2Low, double Log2High, double Split = RateRange.UntoldSplit)
{
    /// <summary>The split of a network that does not tell it: hvae-r1 was trained with deviations of 0.72 octaves in each of eight layers,
    /// which seldom lie farther apart.</summary>
    private const double UntoldSplit = 4;

    /// <summary>The middle of the range, where the quantisation step is 1; on the grid of <see cref="RateMultiplier"/>.</summary>
    public double Log2Middle { get; } = Snap((Log2Low + Log2High) / 2, RateMultiplier.PerOctave);

    /// <summary>The range of a network.</summary>
    public static RateRange Of(HvaeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(Snap(Math.Log2(spec.BetaRange[0]), 64), Snap(Math.Log2(spec.BetaRange[1]), 64),
            spec.BetaSplit > 0 ? spec.BetaSplit : UntoldSplit);
    }

    private static double Snap(double value, int perUnit) => Math.Round(value * perUnit, MidpointRounding.ToEven) / perUnit;
}
