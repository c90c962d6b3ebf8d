namespace VaeCodec.Networks.Hvae;

/// <summary>The trained range of log2 beta. Held to 64ths of an octave, so that a libm's last digit cannot change a decoded
/// picture.</summary>
internal sealed record RateRange(double Log2Low, double Log2High)
{
    /// <summary>The middle of the range, where the quantisation step is 1; on the grid of <see cref="RateMultiplier"/>.</summary>
    public double Log2Middle { get; } = Snap((Log2Low + Log2High) / 2, RateMultiplier.PerOctave);

    /// <summary>The range of a network.</summary>
    public static RateRange Of(HvaeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(Snap(Math.Log2(spec.BetaRange[0]), 64), Snap(Math.Log2(spec.BetaRange[1]), 64));
    }

    private static double Snap(double value, int perUnit) => Math.Round(value * perUnit, MidpointRounding.ToEven) / perUnit;
}
