using System.Globalization;
using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Networks.PixelCnn;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.PixelCnn;

/// <summary>A training run of the pixel network.</summary>
internal sealed class PixelCnnTrainer : IDisposable
{
    /// <summary>The averaged weights.</summary>
    public const string WeightsName = "pixels.safetensors";

    private const int StartPatches = 1000;
    private const string PicturesName = "pictures.bin";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly PixelCnnConfig _config;
    private readonly PixelPictures _pictures;
    private readonly PhotoSet _photos;
    private readonly PixelPatches _patches;
    private readonly PixelCnnRun _run;

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
        Directory.CreateDirectory(config.Out);
        torch.set_num_threads(config.Threads);
        _patches = new(config.Spec, Prepared(picturesKey));
        _run = new(config, _patches, (step, seconds) => Export(step, seconds));
        if (resumeFolder is null)
            Start();
        Loop = new(config.Loop, _run, resumeFolder);
    }

    /// <summary>The run's steps.</summary>
    public TrainingLoop Loop { get; }

    /// <summary>Bits per pixel, a running mean; null before the first step.</summary>
    public double? Loss => _run.Loss;

    /// <summary>Evaluates the averaged weights on what is held out, and writes heldout.json.</summary>
    public IReadOnlyList<PixelCnnRow> Finish(CancellationToken cancellationToken = default)
        => Evaluate(Export(Loop.Step, Loop.Seconds), Path.Combine(_config.Out, RunResults.HeldOutName), _pictures, _photos.HeldOut,
            cancellationToken);

    /// <summary>Evaluates a weight file on held-out photographs, and writes the rows.</summary>
    public static IReadOnlyList<PixelCnnRow> Evaluate(byte[] weights, string path, PixelPictures pictures, IReadOnlyList<Photo> heldOut,
        CancellationToken cancellationToken = default)
    {
        var spec = PixelCnnWeights.Parse(weights).Spec;
        using var net = new PixelCnnNetwork(spec);
        PixelCnnFolding.Load(net, SafeTensors.Parse(weights), spec);
        IReadOnlyList<PixelCnnRow> rows = PixelCnnHeldOut.Run(net, pictures, heldOut, cancellationToken);
        WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(rows, s_indented));
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

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
        PixelCnnStart.Apply(_run.Network, _patches.Draw(new(_config.Seed, CounterRandom.Stream.Klt, 0), StartPatches));
        if (_config.Start is { } file)
        {
            byte[] weights = File.ReadAllBytes(file);
            PixelCnnFolding.Load(_run.Network, SafeTensors.Parse(weights), PixelCnnWeights.Parse(weights).Spec);
        }

        _run.Learner.ResetAverage();
    }

    private byte[] Export(long step, double seconds)
    {
        string path = Path.Combine(_config.Out, WeightsName);
        Dictionary<string, torch.Tensor> average = _run.Learner.Average.ToDictionary(m => m.Name, m => m.Tensor);
        SingleTensorFile.Write(path, null, PixelCnnFolding.Fold(_run.Network, average), new Dictionary<string, string>
        {
            ["spec"] = _config.Spec.ToJson(),
            ["step"] = step.ToString(CultureInfo.InvariantCulture),
            ["megapixels"] = _config.Megapixels(step).ToString("F1", CultureInfo.InvariantCulture),
            ["minutes"] = (seconds / 60).ToString("F1", CultureInfo.InvariantCulture),
            ["trainer"] = $"VaeCodec.Train, {NativeTorch.Version}",
        });
        return File.ReadAllBytes(path);
    }
}
