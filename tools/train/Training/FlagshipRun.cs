using System.Globalization;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;

namespace VaeCodec.Train.Training;

/// <summary>A flagship in training: draws batches ahead, learns from them, and accounts for what it saw.</summary>
internal sealed class FlagshipRun : ITrainee
{
    private const string OptimiserSteps = "optimiser_steps", SkippedSteps = "skipped", SeenPixels = "pixels";
    private readonly TrainConfig _config;
    private readonly IReadOnlyList<PictureSource> _sources;
    private readonly Schedule _schedule;
    private readonly Action<long, double> _saved;
    private RunningStatistics _statistics;
    private BatchQueue? _batches;
    private TrainingLogLine? _line;
    private long _skipped, _loggedPixels;

    // How far the schedule is, for the thread that draws batches ahead.
    private double _reached;

    /// <summary>Takes over a learner.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="sources">Of pictures.</param>
    /// <param name="learner">The network with its optimiser.</param>
    /// <param name="schedule">The config's.</param>
    /// <param name="saved">Called with steps and seconds after a state was saved.</param>
    public FlagshipRun(TrainConfig config, IReadOnlyList<PictureSource> sources, Learner learner, Schedule schedule,
        Action<long, double> saved)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _sources, Learner, _schedule, _saved) = (config, sources, learner, schedule, saved);
        _statistics = new(config.Spec.Layers);
        Geco = config.Geco is null ? null : new(config.Geco, config.Spec);
    }

    /// <summary>The network with its optimiser.</summary>
    public Learner Learner { get; }

    /// <summary>The multipliers of a run with constraints.</summary>
    public Geco? Geco { get; }

    /// <summary>Pixels seen, over all calls.</summary>
    public long Pixels { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<StateEntry> State
    {
        get
        {
            foreach ((string name, int[] shape, TorchSharp.torch.Tensor tensor) in Learner.State)
                yield return StateEntry.Of(name, tensor) with { Shape = shape };
            yield return StateEntry.Of("statistics", () => _statistics.Values, values => _statistics = new(values));
            if (Geco is not null)
                yield return StateEntry.Of("geco", () => Geco.Values, values => Geco.Values = values);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>
    {
        ["spec"] = _config.Spec.ToJson(),
        ["seed"] = _config.Seed.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long>
        {
            [OptimiserSteps] = Learner.Optimiser.Steps,
            [SkippedSteps] = _skipped,
            [SeenPixels] = Pixels,
        };
        set => (Learner.Optimiser.Steps, _skipped, Pixels) = (value[OptimiserSteps], value[SkippedSteps], value[SeenPixels]);
    }

    /// <inheritdoc/>
    public string Summary => _line is not { } l ? "" : string.Create(CultureInfo.InvariantCulture,
        $"loss {l.Loss:F4}  {l.Bpp:F3} bpp  {l.Psnr:F2} dB  {l.MegapixelsPerSecond:F2} Mpixel/s");

    /// <inheritdoc/>
    public void Begin(long step)
    {
        _loggedPixels = Pixels;
        var crops = new CropSampler(_sources, _config.Crop, new(_config.DownscaleShare, _config.ResizeShare, _config.Transpose));
        _batches = new(crops, new(_config.Spec, _config.WideShare), _config.Seed, BatchOf, _config.Crop, step);

        // Of a schedule by time, a batch that is prepared ahead may still have the size of the step that is being taken.
        int BatchOf(long index) => _config.BatchAt(_config.Steps is null ? Volatile.Read(ref _reached) : _schedule.Fraction(index, 0));
    }

    /// <inheritdoc/>
    public void Take(LoopStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Volatile.Write(ref _reached, step.Fraction);
        TrainingBatch batch = _batches!.Take();
        if (Geco is not null)
            batch = batch with { Log2Beta = Geco.Rates(batch.Count) };
        StepOutcome outcome = Learner.Step(batch, CounterRandom.Key(_config.Seed, CounterRandom.Stream.Noise, step.Index), step.Share,
            _schedule.EmaDecay(step.Index));
        Pixels += (long)batch.Count * batch.Crop * batch.Crop;
        if (outcome.Skipped)
        {
            _skipped++;
            return;
        }

        _statistics.Add(outcome);
        Geco?.Update(outcome, step.Share);
    }

    /// <inheritdoc/>
    public void End()
    {
        _batches?.Dispose();
        _batches = null;
    }

    /// <inheritdoc/>
    public object Line(LoopLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        double[] layers = _statistics.Layers;
        _line = new(line.Step, line.Seconds, Pixels / 1e9, _statistics.Loss, layers.Sum(), _statistics.Psnr, layers,
            _config.LearningRate * line.Share, Math.Round((Pixels - _loggedPixels) / 1e6 / line.Since, 3), _skipped, Precision.Processor,
            _config.UsesBf16 ? Precision.Bf16 : Precision.Fp32, _config.Workers, Geco?.Log2Beta);
        _loggedPixels = Pixels;
        return _line;
    }

    /// <inheritdoc/>
    public void Saved(long step, double seconds) => _saved(step, seconds);

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        Learner.Dispose();
    }
}
