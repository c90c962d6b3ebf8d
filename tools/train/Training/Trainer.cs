using System.Diagnostics;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>Where a run stands.</summary>
/// <param name="Fraction">Of the schedule, 0..1.</param>
/// <param name="Line">The newest line of the log; null before the first.</param>
internal sealed record TrainingProgress(double Fraction, TrainingLogLine? Line);

/// <summary>A training run: takes steps by its schedule, logs, saves, and at the end exports and evaluates.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainConfig _config;
    private readonly IReadOnlyList<PictureSource> _sources;
    private readonly Schedule _schedule;
    private readonly TrainingLog _log;
    private readonly Learner _learner;
    private readonly RunningStatistics _statistics;
    private readonly Geco? _geco;
    private TrainingCounters _counters = new();

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="photos">Decoded pictures, sides at least the config's crop.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public Trainer(TrainConfig config, PhotoSet photos, string? resumeFolder = null)
        : this(config, [new PictureSource("", photos)], resumeFolder)
    {
    }

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="sources">Decoded pictures, sides at least the config's crop.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public Trainer(TrainConfig config, IReadOnlyList<PictureSource> sources, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(sources);
        NativeTorch.Require(config.Device);
        (_config, _sources, _schedule, _log) = (config, sources,
            new(config.Minutes, config.Steps, config.WarmupSteps, config.EmaDecay), new(config.Out));
        Directory.CreateDirectory(config.Out);
        torch.set_num_threads(config.Workers == 1 ? config.Threads : 1);
        // What is resumed is overwritten below.
        (TorchParameters parameters, TorchParameters? shares) = resumeFolder is null ? Start()
            : (RandomStart.Create(new(config.Spec), config.Seed, config.Device), config.InheritedRate == 1 ? null
                : TorchParameters.Create(new(config.Spec), (_, shape) => new float[shape.Aggregate(1, (a, b) => a * b)], config.Device));
        _learner = new(parameters, config, shares);
        _statistics = new(config.Spec.Layers);
        _geco = config.Geco is null ? null : new(config.Geco, config.Spec);
        if (resumeFolder is not null)
            (_counters, _statistics) = TrainingState.Load(resumeFolder, _learner, _geco, config.Seed);
    }

    /// <summary>Steps taken, over all calls.</summary>
    public long Step => _counters.Step;

    /// <summary>The learner, for looking at.</summary>
    internal Learner Learner => _learner;

    /// <summary>Trains until the schedule ends, this call's minutes are over, a step is reached or the token asks, and saves the
    /// state.</summary>
    /// <returns>True when the schedule has ended.</returns>
    public bool Run(double? minutes = null, long? untilStep = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var callClock = Stopwatch.StartNew();
        var clock = new TrainingClock(_config.Clock);
        double before = _counters.Seconds, loggedAt = 0;
        TimeSpan savedAt = default;
        long loggedPixels = _counters.Pixels;
        TrainingLogLine? line = null;
        double fraction = _schedule.Fraction(_counters.Step, before);
        double reached = fraction;
        var crops = new CropSampler(_sources, _config.Crop, new(_config.DownscaleShare, _config.ResizeShare, _config.Transpose));
        using var batches = new BatchQueue(crops, new(_config.Spec, _config.WideShare), _config.Seed, BatchOf, _config.Crop,
            _counters.Step);
        using var garbage = new GarbageBetweenSteps();
        while (fraction < 1 && !(callClock.Elapsed.TotalMinutes >= minutes) && !(_counters.Step >= untilStep)
            && !cancellationToken.IsCancellationRequested)
        {
            double learningRate = TakeStep(batches.Take(), fraction);
            garbage.Collect();
            double now = clock.Seconds;
            _counters = _counters with { Seconds = before + now };
            fraction = _schedule.Fraction(_counters.Step, _counters.Seconds);
            Volatile.Write(ref reached, fraction);
            if (_counters.Step % _config.LogEverySteps == 0)
            {
                line = Line(learningRate, (_counters.Pixels - loggedPixels) / 1e6 / (now - loggedAt));
                _log.Write(line);
                (loggedAt, loggedPixels) = (now, _counters.Pixels);
            }

            progress?.Report(new(fraction, line));
            if ((callClock.Elapsed - savedAt).TotalMinutes > _config.SaveEveryMinutes)
            {
                Save();
                savedAt = callClock.Elapsed;
            }
        }

        Save();
        return fraction >= 1;

        // Of a schedule by time, a batch that is prepared ahead may still have the size of the step that is being taken.
        int BatchOf(long step) => _config.BatchAt(_config.Steps is null ? Volatile.Read(ref reached) : _schedule.Fraction(step, 0));
    }

    /// <summary>Writes the averaged weights and, evaluated with them as the file holds them, the held-out curves; of a run with
    /// constraints, the one point at its multipliers.</summary>
    /// <param name="limit">How long that may take; pictures that are not begun by then are left out. Null for no limit.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    /// <returns>The curve of the first source.</returns>
    public IReadOnlyList<HeldOutPoint> Finish(TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var weights = HvaeWeights.Parse(Export());
        using TorchParameters parameters = TorchParameters.Of(weights, _config.Device);
        IReadOnlyList<HeldOutCurve> curves = _geco is null ? HeldOutCurves.Of(parameters, _sources, limit, cancellationToken)
            : [.. _sources.Select(s => new HeldOutCurve(s.Name, s.Photos.HeldOut.Count, s.Photos.HeldOut.Count,
                s.Photos.HeldOut.Count == 0 ? [] : [HeldOutEvaluation.Run(new(parameters), s.Photos.HeldOut, _geco.Log2Beta, _config.Crop,
                    cancellationToken)]))];
        RunResults.WriteHeldOut(Path.Combine(_config.Out, RunResults.HeldOutName), weights.Metadata, curves);
        return curves[0].Rows;
    }

    /// <summary>Writes the averaged weights.</summary>
    public byte[] Export() => RunResults.Export(_config.Out, _learner, RunResults.Metadata(_config.Spec, _counters, _config.Device));

    /// <inheritdoc/>
    public void Dispose() => _learner.Dispose();

    private double TakeStep(TrainingBatch batch, double fraction)
    {
        long step = _counters.Step;
        double share = _schedule.Share(step, fraction);
        if (_geco is not null)
            batch = batch with { Log2Beta = _geco.Rates(batch.Count) };
        StepOutcome outcome = _learner.Step(batch, CounterRandom.Key(_config.Seed, CounterRandom.Stream.Noise, step), share,
            _schedule.EmaDecay(step));
        if (!outcome.Skipped)
            Account(outcome, share);
        _counters = _counters with
        {
            Step = step + 1,
            Skipped = _counters.Skipped + (outcome.Skipped ? 1 : 0),
            Pixels = _counters.Pixels + (long)batch.Count * batch.Crop * batch.Crop,
        };
        return _config.LearningRate * share;
    }

    private void Account(StepOutcome outcome, double progress)
    {
        _statistics.Add(outcome);
        _geco?.Update(outcome, progress);
    }

    private TrainingLogLine Line(double learningRate, double megapixelsPerSecond)
    {
        double[] layers = _statistics.Layers;
        return new(_counters.Step, Math.Round(_counters.Seconds, 1), _counters.Pixels / 1e9, _statistics.Loss, layers.Sum(),
            _statistics.Psnr,
            layers, learningRate, Math.Round(megapixelsPerSecond, 3), _counters.Skipped, Precision.Processor,
            _config.UsesBf16 ? Precision.Bf16 : Precision.Fp32, _config.Workers, _geco?.Log2Beta);
    }

    private void Save()
    {
        TrainingState.Save(_config.Out, _learner, _counters, _statistics, _geco, _config.Seed);
        Export();
    }

    private (TorchParameters Parameters, TorchParameters? Shares) Start()
        => _config.Start.StartsWith(TrainConfig.GrowFrom, StringComparison.Ordinal)
            ? Grown(_config.Start[TrainConfig.GrowFrom.Length..]) : (Whole(), null);

    private TorchParameters Whole()
    {
        if (_config.Start == TrainConfig.RandomStart)
            return RandomStart.Create(new(_config.Spec), _config.Seed, _config.Device);
        if (_config.Start != TrainConfig.KltStart)
        {
            var weights = HvaeWeights.Parse(File.ReadAllBytes(_config.Start));
            return weights.Network.Spec.ToJson() == _config.Spec.ToJson()
                ? TorchParameters.Of(weights, _config.Device)
                : throw new InvalidDataException($"'{_config.Start}' is of another network spec than the config");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters parameters = RandomStart.Create(new(_config.Spec), _config.Seed);
        KltStart.Apply(parameters, StartCrops(_config.KltCrops));
        var values = parameters.Read(parameters.Tensors).ToDictionary(p => p.Name, p => p.Values);
        return TorchParameters.Create(parameters.Network, (name, _) => values[name], _config.Device);
    }

    private (TorchParameters Parameters, TorchParameters? Shares) Grown(string path)
    {
        const int Looks = 12;
        var weights = HvaeWeights.Parse(File.ReadAllBytes(path));
        var network = new HvaeNetwork(_config.Spec);
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters smaller = TorchParameters.Of(weights);
        LatentUsage usage = LatentUsage.Of(smaller, StartCrops(Looks));
        TorchParameters grown = Growth.Grow(weights, network, Kept, _config.Seed, _config.Device);
        if (_config.InheritedRate == 1)
            return (grown, null);
        Dictionary<string, float[]> inherited = Growth.Inherited(weights.Network, network, Kept);
        return (grown, TorchParameters.Create(network,
            (name, _) => Array.ConvertAll(inherited[name], mark => mark == 0 ? 1 : (float)_config.InheritedRate), _config.Device));

        IReadOnlyList<int> Kept(HvaeLayerSpec layer) => usage.Best(layer, network.Layers[layer.Index].Latents);
    }

    // Crops that what the network starts from is fitted to.
    private torch.Tensor StartCrops(int count)
        => TrainingBatch.ToPicture(new CropSampler(_sources[0].Photos.Training, _config.Crop)
            .Draw(new(_config.Seed, CounterRandom.Stream.Klt, 0), count), count,
            _config.Crop, _config.Crop, "cpu");
}
