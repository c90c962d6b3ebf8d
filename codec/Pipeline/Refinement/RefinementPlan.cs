namespace VaeCodec.Pipeline.Refinement;

/// <summary>What an effort does.</summary>
/// <param name="Iterations">Passes forward and back through the top-down path.</param>
internal sealed record RefinementPlan(int Iterations)
{
    /// <summary>The highest effort.</summary>
    public const int MostEffort = 9;

    /// <summary>Share of the way to its own best place that a latent goes at the first iteration and at the last. All latents move at
    /// once, each as if it were alone: with longer steps they overshoot together.</summary>
    private const float FirstRate = 0.1f, LastRate = 0.05f;

    private static readonly int[] s_iterations = [1, 2, 3, 4, 6, 8, 12, 18, 28];

    /// <summary>The plan of an effort from 1 to <see cref="MostEffort"/>.</summary>
    public static RefinementPlan OfEffort(int effort) => new(s_iterations[effort - 1]);

    /// <summary>The share at an iteration; geometric between first and last.</summary>
    public float Rate(int iteration) => Iterations == 1 ? FirstRate : FirstRate * MathF.Pow(LastRate / FirstRate, iteration / (Iterations - 1f));
}
