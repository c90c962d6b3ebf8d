using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A training run of the pixel network.</summary>
internal sealed class PixelCnnTrainer : IDisposable
{
    /// <summary>The averaged weights.</summary>
    public const string WeightsName = "pixels.safetensors";

    private const int StartPatches = 1000;
    private const double Floor = 0.003, LossDecay = 0.99;
    private const string PicturesName = "pictures.bin", LogName = "log.jsonl";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly PixelCnnConfig _config;
    private readonly PixelPictures _pictures;
    private readonly PhotoSet _photos;
    private readonly PixelPatches _patches;
    private readonly PixelCnnLearner _learner;
    private readonly Schedule _schedule;
    private double _seconds;
    private double? _loss;

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="photos">Photographs; what they are made into is kept in the run's folder.</param>
    /// <param name="pictures">Makes it, with the flagship.</param>
    /// <param name="picturesKey">Names what the pictures are made from beside the photographs and the seed: the flagship.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public PixelCnnTrainer(PixelCnnConfig config, PhotoSet photos, PixelPictures pictures, string picturesKey, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(photos);
        NativeTorch.Require("cpu");
        (_config, _photos, _pictures) = (config, photos, pictures);
        _schedule = new(config.Minutes, config.Steps, config.WarmupSteps, config.EmaDecay, Floor);
        Directory.CreateDirectory(config.Out);
        torch.set_num_threads(config.Threads);
        _patches = new(config.Spec, Prepared(picturesKey));
        _learner = new(config.Spec, config.Seed, Precision.Resolve(config.Precision, "cpu") == Precision.Bf16);
        if (resumeFolder is not null)
            (Step, _seconds) = PixelCnnState.Load(resumeFolder, _learner, config.Seed);
        else
            Start();
    }

    /// <summary>Steps taken, over all calls.</summary>
    public long Step { get; private set; }

    /// <summary>Bits per pixel, a running mean; null before the first step.</summary>
    public double? Loss => _loss;

    /// <summary>Trains until the schedule ends, this call's minutes are over, a step is reached or the token asks, and saves the
    /// state.</summary>
    /// <returns>True when the schedule has ended.</returns>
    public bool Run(double? minutes = null, long? untilStep = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var wall = Stopwatch.StartNew();
        var clock = new TrainingClock(_config.Clock);
        double before = _seconds, savedAt = 0, fraction = _schedule.Fraction(Step, _seconds);
        using var garbage = new GarbageBetweenSteps();
        while (fraction < 1 && !(wall.Elapsed.TotalMinutes >= minutes) && !(Step >= untilStep)
            && !cancellationToken.IsCancellationRequested)
        {
            double learningRate = _config.LearningRate * _schedule.Share(Step, fraction);
            using (torch.NewDisposeScope())
            {
                PixelBatch batch = _patches.Draw(new(_config.Seed, CounterRandom.Stream.Batch, Step), _config.Batch);
                float loss = _learner.Step(batch, learningRate, _schedule.EmaDecay(Step + 1));
                if (float.IsFinite(loss))
                    _loss = _loss is { } mean ? LossDecay * mean + (1 - LossDecay) * loss : loss;
            }

            garbage.Collect();
            Step++;
            _seconds = before + clock.Seconds;
            fraction = _schedule.Fraction(Step, _seconds);
            progress?.Report(fraction);
            if (Step % _config.LogEverySteps == 0)
                Log(learningRate);
            if (wall.Elapsed.TotalMinutes - savedAt > _config.SaveEveryMinutes)
            {
                Save();
                savedAt = wall.Elapsed.TotalMinutes;
            }
        }

        Save();
        return fraction >= 1;
    }

    /// <summary>Evaluates the averaged weights on what is held out, and writes heldout.json.</summary>
    public IReadOnlyList<PixelCnnRow> Finish(CancellationToken cancellationToken = default)
        => Evaluate(Export(), Path.Combine(_config.Out, RunResults.HeldOutName), _pictures, _photos.HeldOut, cancellationToken);

    /// <summary>Evaluates a weight file on held-out photographs, and writes the rows.</summary>
    public static IReadOnlyList<PixelCnnRow> Evaluate(byte[] weights, string path, PixelPictures pictures, IReadOnlyList<Photo> heldOut,
        CancellationToken cancellationToken = default)
    {
        var spec = PixelCnnWeights.Parse(weights).Spec;
        using var net = new PixelCnnNetwork(spec);
        PixelCnnFolding.Load(net, SafeTensors.Parse(weights), spec);
        IReadOnlyList<PixelCnnRow> rows = PixelCnnHeldOut.Run(net, pictures, heldOut, cancellationToken);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(rows, s_indented));
        return rows;
    }

    private IReadOnlyList<PixelPicture> Prepared(string picturesKey)
    {
        string path = Path.Combine(_config.Out, PicturesName);
        string key = $"{picturesKey} {_config.Seed} {_photos.Training.Count} {_photos.Training.Sum(p => (long)p.Rgb.Length)}";
        if (PixelPictureFile.Read(path, key) is { } known)
            return known;
        PixelPicture[] made = [.. _photos.Training.Select(_pictures.Training)];
        PixelPictureFile.Write(path, key, made);
        return made;
    }

    private void Start()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        PixelCnnStart.Apply(_learner.Network, _patches.Draw(new(_config.Seed, CounterRandom.Stream.Klt, 0), StartPatches));
        if (_config.Start is { } file)
        {
            byte[] weights = File.ReadAllBytes(file);
            PixelCnnFolding.Load(_learner.Network, SafeTensors.Parse(weights), PixelCnnWeights.Parse(weights).Spec);
        }

        _learner.ResetAverage();
    }

    private void Log(double learningRate) => File.AppendAllText(Path.Combine(_config.Out, LogName), JsonSerializer.Serialize(new
    {
        step = Step,
        seconds = Math.Round(_seconds, 1),
        megapixels = Math.Round(Step * _config.Batch * Math.Pow(PixelPatches.Side, 2) / 1e6, 2),
        loss = Math.Round(_loss ?? 0, 4),
        lr = learningRate,
    }) + "\n");

    private void Save()
    {
        PixelCnnState.Save(_config.Out, _learner, Step, _seconds, _config.Seed);
        Export();
    }

    private byte[] Export()
    {
        string path = Path.Combine(_config.Out, WeightsName);
        SingleTensorFile.Write(path, null, PixelCnnFolding.Fold(_learner.Network, _learner.Average), new Dictionary<string, string>
        {
            ["spec"] = _config.Spec.ToJson(),
            ["step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["megapixels"] = (Step * _config.Batch * Math.Pow(PixelPatches.Side, 2) / 1e6).ToString("F1", CultureInfo.InvariantCulture),
            ["minutes"] = (_seconds / 60).ToString("F1", CultureInfo.InvariantCulture),
            ["trainer"] = $"VaeCodec.Train, {NativeTorch.Version}",
        });
        return File.ReadAllBytes(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _learner.Dispose();
}
