using System.Text.Json;
using TorchSharp;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Vq;

/// <summary>A training run of a VQ-VAE.</summary>
internal sealed class VqTrainer : IDisposable
{
    /// <summary>The codes of the measured pictures.</summary>
    public const string CodesName = "codes.vq";

    /// <summary>What came of them.</summary>
    public const string ResultName = "vq.json";

    // A smaller picture's file is its header for the most part.
    private const int LeastSideOfFiles = 128;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
    private readonly VqConfig _config;
    private readonly VqPictures _pictures;
    private readonly VqRun _run;

    /// <summary>Prepares a run: fresh, or from the state in a folder.</summary>
    /// <param name="config">Checked.</param>
    /// <param name="pictures">To train on and held out.</param>
    /// <param name="resumeFolder">A run's <c>out</c> folder, or null.</param>
    public VqTrainer(VqConfig config, VqPictures pictures, string? resumeFolder = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(pictures);
        NativeTorch.Require("cpu");
        torch.set_num_threads(config.Threads);
        (_config, _pictures) = (config, pictures);
        _run = new(config, pictures.Training);
        Loop = new(config.Loop, _run, resumeFolder);
    }

    /// <summary>The run's steps.</summary>
    public TrainingLoop Loop { get; }

    /// <summary>Codes held-out pictures by the averaged weights into a file, and reads it again.</summary>
    public VqResult Finish(CancellationToken cancellationToken = default)
    {
        using var net = new VqNetwork(_config);
        _run.Learner.CopyAverage(net);
        IReadOnlyList<(int Picture, int Top, int Left)> places = _pictures.HeldOut.TilePlaces(int.MaxValue);
        using var measure = new VqMeasure(net, _pictures.HeldOut, places, cancellationToken);
        byte[] file = CodeFile.Write(net.Prior, measure.Codes);
        WholeFile.Replace(Path.Combine(_config.Out, CodesName), file);
        using torch.Tensor again = CodeFile.Read(net.Prior, file, cancellationToken);
        double[] shares = [.. measure.Codes.data<long>().ToArray().CountBy(code => code)
            .Select(count => (double)count.Value / measure.Codes.numel())];
        double pixels = (double)places.Count * _pictures.HeldOut.Crop * _pictures.HeldOut.Crop;
        (double Bpp, double Psnr)? flagship = _pictures.HeldOut.Crop < LeastSideOfFiles ? null
            : FlagshipFiles.Of(_pictures.HeldOut, places, file.Length / places.Count, cancellationToken);
        var result = new VqResult(Loop.Step, Loop.Step * _config.Batch, Math.Round(Loop.Seconds / 60, 2), places.Count,
            Math.Round(measure.Decibel, 3), shares.Length, Math.Round(Math.Pow(2, -shares.Sum(s => s * Math.Log2(s))), 1),
            measure.Codes.numel() * Math.Log2(_config.Codes) / pixels, measure.Nats / Math.Log(2) / pixels, 8 * file.Length / pixels,
            again.data<long>().SequenceEqual(measure.Codes.data<long>()), flagship?.Bpp, flagship?.Psnr);
        Loop.Log(result);
        WholeFile.Replace(Path.Combine(_config.Out, ResultName), JsonSerializer.SerializeToUtf8Bytes(result, s_indented));
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();
}
