namespace VaeCodec.Networks.Hvae;

/// <summary>The grid of rate multipliers: an index b in 0..255 stands for log2 beta = b / 16 - 16. Everything that a network derives from
/// beta is exact in single precision or built from square roots and products, so that it is the same on every machine.</summary>
internal static class RateMultiplier
{
    /// <summary>Grid points per octave of beta.</summary>
    public const int PerOctave = 16;

    private const double Lowest = -16;
    private static readonly double[] s_roots = ThirtySecondRoots();

    /// <summary>log2 beta of an index.</summary>
    public static double Log2(byte index) => Lowest + index / (double)PerOctave;

    /// <summary>beta of an index, for display.</summary>
    public static double Value(byte index) => Math.Pow(2, Log2(index));

    /// <summary>The index nearest to a beta.</summary>
    public static byte Nearest(double beta) => FromLog2(Math.Log2(beta));

    /// <summary>The index nearest to a log2 beta, held to the grid.</summary>
    public static byte FromLog2(double log2Beta)
        => (byte)Math.Clamp(Math.Round((log2Beta - Lowest) * PerOctave, MidpointRounding.ToEven), 0, 255);

    /// <summary>The quantisation step in units of the network's latents: sqrt(beta / beta_mid), where beta_mid is the geometric mean of the
    /// trained range. At high rate the best uniform quantiser has a step proportional to the square root of beta.</summary>
    public static float Step(byte index, RateRange range) => (float)Exp2Of32nds(StepExponent32(index, range));

    /// <summary>1 / <see cref="Step"/>, rounded on its own.</summary>
    public static float InverseStep(byte index, RateRange range) => (float)Exp2Of32nds(-StepExponent32(index, range));

    /// <summary>log2 of <see cref="Step"/>.</summary>
    public static float Log2Step(byte index, RateRange range) => StepExponent32(index, range) / 32f;

    /// <summary>What the rate embedding sees: log2 beta mapped linearly so that the trained range becomes -2..2.</summary>
    public static float Normalised(byte index, RateRange range)
        => (float)(Log2(index) - range.Log2Middle) * (float)(4.0 / (range.Log2High - range.Log2Low));

    private static int StepExponent32(byte index, RateRange range)
        => index - (int)Math.Round((range.Log2Middle - Lowest) * PerOctave, MidpointRounding.ToEven);

    private static double Exp2Of32nds(int n)
    {
        int octave = n >> 5;
        double power = octave >= 0 ? 1L << octave : 1.0 / (1L << -octave);
        return power * s_roots[n & 31];
    }

    private static double[] ThirtySecondRoots()
    {
        double root = 2;
        for (int i = 0; i < 5; i++)
            root = Math.Sqrt(root);
        var powers = new double[32];
        powers[0] = 1;
        for (int i = 1; i < 32; i++)
            powers[i] = powers[i - 1] * root;
        return powers;
    }
}
