namespace VaeCodec.Train.Training;

/// <summary>Learning rate and weight averaging over a run: linear warm-up times a cosine that ends at a floor.</summary>
/// <param name="minutes">Length, or:</param>
/// <param name="steps">Length.</param>
/// <param name="warmupSteps">Over which the learning rate rises.</param>
/// <param name="emaDecay">Largest decay of the running mean.</param>
/// <param name="floor">Share of the peak that is left at the end.</param>
internal sealed class Schedule(double? minutes, long? steps, int warmupSteps, double emaDecay, double floor = 0.005)
{
    /// <summary>Share of the run that is done, 0..1.</summary>
    internal double Fraction(long step, double seconds)
        => Math.Min(1, steps is { } all ? (double)step / all : seconds / (minutes!.Value * 60));

    /// <summary>A step's share of the peak learning rates.</summary>
    internal double Share(long step, double fraction)
        => Math.Min(1, (step + 1.0) / warmupSteps) * (0.5 * (1 + Math.Cos(Math.PI * fraction)) + floor);

    /// <summary>The decay of the running mean of the weights: short memory at first.</summary>
    internal double EmaDecay(long step) => Math.Min(emaDecay, (1.0 + step) / (10.0 + step));
}
