namespace VaeCodec.Train.Training;

/// <summary>Learning rate and weight averaging over a run: linear warm-up times a cosine that ends at a two-hundredth.</summary>
internal sealed class Schedule(TrainConfig config)
{
    private const double Floor = 0.005;

    /// <summary>Share of the run that is done, 0..1.</summary>
    internal double Fraction(long step, double seconds)
        => Math.Min(1, config.Steps is { } steps ? (double)step / steps : seconds / (config.Minutes!.Value * 60));

    /// <summary>A step's share of the peak learning rates.</summary>
    internal double Share(long step, double fraction)
        => Math.Min(1, (step + 1.0) / config.WarmupSteps) * (0.5 * (1 + Math.Cos(Math.PI * fraction)) + Floor);

    /// <summary>The decay of the running mean of the weights: short memory at first.</summary>
    internal double EmaDecay(long step) => Math.Min(config.EmaDecay, (1.0 + step) / (10.0 + step));
}
