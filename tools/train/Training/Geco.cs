using VaeCodec.Networks.Hvae;

namespace VaeCodec.Train.Training;

/// <summary>What a run with constraints aims at: one of the two targets.</summary>
internal sealed record GecoConfig
{
    /// <summary>Reconstruction error as decibels of the mean squared error.</summary>
    public double? TargetPsnr { get; init; }

    /// <summary>Bits per pixel of every layer.</summary>
    public IReadOnlyList<double>? TargetLayerBpp { get; init; }

    /// <summary>Octaves that a multiplier moves per step and unit of the constraint, at the start; falls with the learning rate.</summary>
    public double Speed { get; init; } = 0.02;

    /// <summary>Decay of the moving averages of error and rates.</summary>
    public double Average { get; init; } = 0.98;
}

/// <summary>Constrained training in place of hand-tuned multipliers: GECO, "Taming VAEs", algorithm 1. Minimises the rate subject to an
/// error, or the error subject to a rate per layer (which "Trading Information between Latents in Hierarchical VAEs", section 6, leaves as
/// future work). After every step the moving averages of what is constrained move the multipliers, by a factor. The network is told the
/// multipliers as its rates.</summary>
/// <remarks>The constraint is relative and logarithmic, ln(moving average / target): the same speed suits every target. With an error as
/// the target the paper's lambda weighs the error; here beta = 1 / lambda weighs the rates of all layers alike, which is the same objective
/// up to a factor. With rates as the target each layer's beta is its lambda.</remarks>
internal sealed class Geco
{
    // How far beyond the trained range a multiplier may go, octaves.
    private const double Beyond = 2;
    private readonly GecoConfig _config;
    private readonly double _low, _high;
    private readonly float[] _log2Beta;
    private readonly float[] _averages;
    private float _weight;

    /// <summary>Starts in the middle of the trained range.</summary>
    public Geco(GecoConfig config, HvaeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(spec);
        var range = RateRange.Of(spec);
        (_config, _low, _high) = (config, range.Log2Low - Beyond, range.Log2High + Beyond);
        _log2Beta = [.. Enumerable.Repeat((float)range.Log2Middle, spec.Layers)];
        _averages = new float[spec.Layers];
    }

    /// <summary>The multipliers: log2 beta of every layer.</summary>
    public IReadOnlyList<float> Log2Beta => _log2Beta;

    /// <summary>Everything that has to be saved.</summary>
    internal float[] Values
    {
        get => [.. _log2Beta, .. _averages, _weight];
        set
        {
            value.AsSpan(0, _log2Beta.Length).CopyTo(_log2Beta);
            value.AsSpan(_log2Beta.Length, _averages.Length).CopyTo(_averages);
            _weight = value[^1];
        }
    }

    /// <summary>The multipliers for a batch, [count, layers].</summary>
    public float[] Rates(int count) => [.. Enumerable.Repeat(_log2Beta, count).SelectMany(b => b)];

    /// <summary>Takes in what a step saw.</summary>
    /// <param name="outcome">A step that was not skipped.</param>
    /// <param name="progress">The step's learning rate over its peak: the multipliers come to rest with the weights.</param>
    public void Update(StepOutcome outcome, double progress)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        double decay = _config.Average;
        _weight = (float)(_weight * decay + (1 - decay));
        for (int l = 0; l < _log2Beta.Length; l++)
        {
            double seen = _config.TargetLayerBpp is null ? outcome.SquaredError : outcome.LayerBits[l];
            _averages[l] = (float)(_averages[l] * decay + seen * (1 - decay));
            double move = Math.Clamp(Constraint(_averages[l] / _weight, l), -1, 1) * _config.Speed * progress;
            _log2Beta[l] = (float)Math.Clamp(_log2Beta[l] + move, _low, _high);
        }
    }

    // Above zero where beta has to rise: too many bits, or an error that is smaller than it may be.
    private double Constraint(double mean, int layer) => _config.TargetLayerBpp is { } bpp
        ? Math.Log(Math.Max(mean, 1e-6) / bpp[layer])
        : -Math.Log(Math.Max(mean, 1e-9)) - _config.TargetPsnr!.Value / 10 * Math.Log(10);
}
