using System.Globalization;
using System.Text.Json;
using TorchSharp;
using VaeCodec.Networks.Layers;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vlae;

/// <summary>A training run of an image model.</summary>
internal sealed class VlaeTrainer : IDisposable
{
    /// <summary>The averaged weights.</summary>
    public const string WeightsName = "image.safetensors";

    /// <summary>What held-out and test pictures cost.</summary>
    public const string ResultName = "test.json";

    // Beside a weight file, whose own record must stay.
    private const string MeasuredName = "measured.json";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly VlaeConfig _config;
    private readonly VlaePictures _pictures;
    private readonly VlaeRun _run;

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="pictures">To train on.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public VlaeTrainer(VlaeConfig config, VlaePictures pictures, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(pictures);
        NativeTorch.Require("cpu");
        torch.set_num_threads(config.Threads);
        (_config, _pictures) = (config, pictures);
        _run = new(config, pictures, MeasureOnTheWay);
        Loop = new(config.Loop, _run, resumeFolder);
    }

    /// <summary>The run's steps.</summary>
    public TrainingLoop Loop { get; }

    /// <summary>A network of the averaged weights, ready to measure.</summary>
    public VlaeNetwork Averaged() => _run.Averaged();

    /// <summary>Writes the averaged weights, and measures them as the file has them; of an experiment, as they are.</summary>
    /// <param name="test">Test pictures, or null; 0 to 255, [N, 1, side, side].</param>
    /// <param name="cancellationToken">Takes effect between batches.</param>
    public VlaeResult Finish(torch.Tensor? test, CancellationToken cancellationToken = default)
    {
        using VlaeNetwork net = _config.IsExperiment ? _run.Averaged() : VlaeFile.Load(Export());
        VlaeResult result = Measure(net, _config, _pictures, test, cancellationToken) with
        {
            Step = Loop.Step,
            Pictures = Loop.Step * _config.Batch,
            Minutes = Math.Round(Loop.Seconds / 60, 2),
        };
        Loop.Log(result);
        Write(result, Path.Combine(_config.Out, ResultName));
        return result;
    }

    /// <summary>Measures a weight file, and writes the result beside it.</summary>
    public static VlaeResult Evaluate(string path, VlaeConfig config, VlaePictures pictures, torch.Tensor? test,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        torch.set_num_threads(config.Threads);
        using VlaeNetwork net = VlaeFile.Load(File.ReadAllBytes(path));
        if (net.Spec.ToJson() != config.Spec.ToJson())
            throw new InvalidDataException($"'{path}' is of another network spec than the config, whose pictures may be others, too");
        VlaeResult result = Measure(net, config, pictures, test, cancellationToken);
        Write(result, Path.ChangeExtension(path, MeasuredName));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    private static VlaeResult Measure(VlaeNetwork net, VlaeConfig config, VlaePictures pictures, torch.Tensor? test,
        CancellationToken cancellationToken)
    {
        var heldOut = VlaeMeasure.Of(net, pictures.HeldOut, coded: true, cancellationToken);
        if (test is null)
            return new(heldOut, null, null);
        VlaeMeasure? measured = config.TestPictures == 0 ? null
            : VlaeMeasure.Of(net, First(test, config.TestPictures), false, cancellationToken);
        return new(heldOut, measured, config.ImportanceSamples == 0 || config.IsExperiment ? null
            : ImportanceSampling.Run(net, First(test, config.ImportancePictures), config.ImportanceSamples, cancellationToken));
    }

    private static torch.Tensor First(torch.Tensor pictures, int count) => pictures.narrow(0, 0, Math.Min(count, pictures.shape[0]));

    private static void Write(VlaeResult result, string path)
        => WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(result, s_indented));

    private void MeasureOnTheWay(long step)
    {
        using VlaeNetwork net = _run.Averaged();
        Loop.Log(new { step, heldout = VlaeMeasure.Of(net, _pictures.HeldOut) });
    }

    private byte[] Export()
    {
        using VlaeNetwork net = _run.Averaged();
        byte[] file = SafeTensors.WriteHalf(VlaeFile.Fold(net), new Dictionary<string, string>
        {
            ["spec"] = _config.Spec.ToJson(),
            ["step"] = Loop.Step.ToString(CultureInfo.InvariantCulture),
            ["pictures"] = (Loop.Step * _config.Batch).ToString(CultureInfo.InvariantCulture),
            ["minutes"] = (Loop.Seconds / 60).ToString("F1", CultureInfo.InvariantCulture),
            ["trainer"] = $"VaeCodec.Train, {NativeTorch.Version}",
        });
        WholeFile.Replace(Path.Combine(_config.Out, WeightsName), file);
        return file;
    }
}
