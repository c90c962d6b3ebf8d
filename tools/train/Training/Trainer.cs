using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Training;

/// <summary>A training run of the flagship: starts it, takes steps by its schedule, and at the end exports and evaluates.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainConfig _config;
    private readonly IReadOnlyList<PictureSource> _sources;
    private readonly FlagshipRun _run;

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
        (_config, _sources) = (config, sources);
        torch.set_num_threads(config.Workers == 1 ? config.Threads : 1);
        // What is resumed is overwritten below.
        (TorchParameters parameters, TorchParameters? shares) = resumeFolder is null ? Start()
            : (RandomStart.Create(new(config.Spec), config.Seed, config.Device), config.HasShares
                ? TorchParameters.Create(new(config.Spec), (_, shape) => new float[shape.Aggregate(1, (a, b) => a * b)], config.Device)
                : null);
        var schedule = new Schedule(config.Minutes, config.Steps, config.WarmupSteps, config.EmaDecay);
        _run = new(config, sources, new(parameters, config, shares), schedule, (step, seconds) => Export(step, seconds));
        Loop = new(new(config.Out, schedule, config.Clock, config.LogEverySteps, config.SaveEveryMinutes), _run, resumeFolder);
    }

    /// <summary>The run's steps.</summary>
    public TrainingLoop Loop { get; }

    /// <summary>The learner, for looking at.</summary>
    internal Learner Learner => _run.Learner;

    /// <summary>Writes the averaged weights and, evaluated with them as the file holds them, the held-out curves; of a run with
    /// constraints, the one point at its multipliers.</summary>
    /// <param name="limit">How long that may take; pictures that are not begun by then are left out. Null for no limit.</param>
    /// <param name="cancellationToken">Takes effect between pictures.</param>
    /// <returns>The curve of the first source.</returns>
    public IReadOnlyList<HeldOutPoint> Finish(TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        var weights = HvaeWeights.Parse(Export());
        using TorchParameters parameters = TorchParameters.Of(weights, _config.Device);
        IReadOnlyList<HeldOutCurve> curves = _run.Geco is null
            ? HeldOutCurves.Of(parameters, _sources, bf16: false, limit, cancellationToken)
            : [.. _sources.Select(s => new HeldOutCurve(s.Name, s.Photos.HeldOut.Count, s.Photos.HeldOut.Count,
                s.Photos.HeldOut.Count == 0 ? [] : [HeldOutEvaluation.Run(new(parameters), s.Photos.HeldOut, _run.Geco.Log2Beta,
                    _config.Crop, cancellationToken)]))];
        RunResults.WriteHeldOut(Path.Combine(_config.Out, RunResults.HeldOutName), weights.Metadata, curves);
        return curves[0].Rows;
    }

    /// <summary>Writes the averaged weights.</summary>
    public byte[] Export() => Export(Loop.Step, Loop.Seconds);

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private byte[] Export(long step, double seconds)
        => RunResults.Export(_config.Out, _run.Learner, RunResults.Metadata(_config.Spec, step, _run.Pixels, seconds, _config.Device));

    private (TorchParameters Parameters, TorchParameters? Shares) Start()
    {
        Dictionary<string, float[]>? inherited = null;
        if (_config.TrainedPart == TrainConfig.Encoder)
            StepShares.RequireDecoderOf(HvaeWeights.Parse(File.ReadAllBytes(_config.StartFile)).Network, new(_config.Spec));
        TorchParameters parameters = _config.Grows ? Grown(out inherited) : Whole();
        return (parameters, _config.HasShares ? StepShares.Create(_config, parameters.Network, inherited) : null);
    }

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

    private TorchParameters Grown(out Dictionary<string, float[]> inherited)
    {
        const int Looks = 12;
        var weights = HvaeWeights.Parse(File.ReadAllBytes(_config.StartFile));
        var network = new HvaeNetwork(_config.Spec);
        using DisposeScope scope = torch.NewDisposeScope();
        using TorchParameters smaller = TorchParameters.Of(weights);
        LatentUsage usage = LatentUsage.Of(smaller, StartCrops(Looks));
        inherited = Growth.Inherited(weights.Network, network, Kept);
        return Growth.Grow(weights, network, Kept, _config.Seed, _config.Device);

        IReadOnlyList<int> Kept(HvaeLayerSpec layer) => usage.Best(layer, network.Layers[layer.Index].Latents);
    }

    // Crops that what the network starts from is fitted to.
    private torch.Tensor StartCrops(int count)
        => TrainingBatch.ToPicture(new CropSampler(_sources[0].Photos.Training, _config.Crop)
            .Draw(new(_config.Seed, CounterRandom.Stream.Klt, 0), count), count,
            _config.Crop, _config.Crop, "cpu");
}
