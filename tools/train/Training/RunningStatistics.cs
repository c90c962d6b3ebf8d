namespace VaeCodec.Train.Training;

/// <summary>Exponentially weighted means of what the steps saw, freed of their bias towards zero.</summary>
internal sealed class RunningStatistics
{
    private const double Decay = 0.98;
    private const int LayersAt = 2;
    private readonly float[] _sums;
    private double _weight;

    /// <summary>Starts empty.</summary>
    internal RunningStatistics(int layers) => _sums = new float[LayersAt + layers];

    /// <summary>Goes on from saved <see cref="Values"/>.</summary>
    internal RunningStatistics(float[] values)
    {
        _sums = values[..^1];
        _weight = values[^1];
    }

    /// <summary>Everything that has to be saved.</summary>
    internal float[] Values => [.. _sums, (float)_weight];

    internal double Loss => Mean(0);

    /// <summary>Decibels, of the mean squared error.</summary>
    internal double Psnr => -10 * Math.Log10(Math.Max(Mean(1), 1e-9));

    /// <summary>Bits per pixel of every layer.</summary>
    internal double[] Layers => [.. Enumerable.Range(LayersAt, _sums.Length - LayersAt).Select(Mean)];

    internal void Add(StepOutcome outcome)
    {
        ReadOnlySpan<float> values = [outcome.Loss, outcome.SquaredError, .. outcome.LayerBits];
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = (float)(_sums[i] * Decay + values[i] * (1 - Decay));
        _weight = (float)(_weight * Decay + (1 - Decay));
    }

    private double Mean(int index) => _weight > 0 ? _sums[index] / _weight : 0;
}
