namespace VaeCodec.Refinement;

/// <summary>What an effort does.</summary>
/// <param name="Iterations">Passes forward and back through the top-down path.</param>
/// <param name="BetaTries">Encodings spent on <see cref="BetaSearch"/>, before.</param>
internal sealed record RefinementPlan(int Iterations, int BetaTries = 0)
{
    /// <summary>The highest effort.</summary>
    public const int MostEffort = 9;

    /// <summary>Share of the way to its own best place that a latent goes at the first iteration and at the last. All latents move at
    /// once, each as if it were alone: with longer steps they overshoot together.</summary>
    private const float FirstRate = 0.1f, LastRate = 0.05f;

    private static readonly RefinementPlan[] s_plans = [new(1), new(2), new(3), new(4), new(6), new(8), new(12), new(18, 10), new(28, 18)];

    /// <summary>The plan of an effort from 1 to <see cref="MostEffort"/>.</summary>
    public static RefinementPlan OfEffort(int effort) => s_plans[effort - 1];

    /// <summary>The share at an iteration; geometric between first and last.</summary>
    public float Rate(int iteration) => Iterations == 1 ? FirstRate
        : FirstRate * MathF.Pow(LastRate / FirstRate, iteration / (Iterations - 1f));
}
