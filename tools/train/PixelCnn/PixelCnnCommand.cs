using System.Globalization;
using System.Security.Cryptography;
using Spectre.Console;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Network;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.PixelCnn;

/// <summary>What <c>vaecodec train</c> does with a config of a pixel network.</summary>
internal static class PixelCnnCommand
{
    private const int LeastSide = 128;

    // Of the time that a call may take; the rest is the held-out evaluation's.
    private const double TrainingShare = 0.9;

    /// <summary>Trains, or evaluates a weight file.</summary>
    public static void Run(PixelCnnConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Device is "cuda")
            throw new TorchException("a pixel network is trained on the cpu");
        NativeTorch.Require("cpu");
        console.MarkupLineInterpolated($"{NativeTorch.Version} on cpu");
        PhotoSet photos = config.Evaluated(PictureSource.Load(config.Source, LeastSide).Photos);
        console.MarkupLineInterpolated($"{photos.Training.Count} pictures, {photos.HeldOut.Count} held out");
        byte[] file = File.ReadAllBytes(config.Flagship);
        using TorchParameters flagship = TorchParameters.Of(HvaeWeights.Parse(file));
        var pictures = new PixelPictures(flagship, config.Seed);
        if (options.Evaluate is { } weights)
        {
            Print(console, PixelCnnTrainer.Evaluate(File.ReadAllBytes(weights), Path.ChangeExtension(weights, "heldout.json"), pictures,
                photos.HeldOut, cancellationToken));
            return;
        }

        using var trainer = new PixelCnnTrainer(config, photos, pictures, Convert.ToHexStringLower(SHA256.HashData(file)),
            options.ResumeFolder);
        bool ended = console.Progress().Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left }).Start(context =>
            {
                ProgressTask task = context.AddTask($"step {trainer.Step}", maxValue: 1);
                return trainer.Run(options.Minutes * TrainingShare, null, new TaskProgress(task, trainer), cancellationToken);
            });
        if (cancellationToken.IsCancellationRequested)
            console.MarkupLineInterpolated($"stopped at step {trainer.Step}; go on with --resume {config.Out}");
        else
            Print(console, trainer.Finish(cancellationToken));
        console.MarkupLineInterpolated($"{(ended ? "trained" : "paused")} at step {trainer.Step}; results in {config.Out}");
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<PixelCnnRow> rows)
    {
        foreach (PixelCnnRow row in rows)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"held out{(row.Weathered ? ", weathered" : "")}, u {row.Position}: {row.Total:F4} bpp, {row.Latents:F4} of them latents");
        }
    }

    private sealed class TaskProgress(ProgressTask task, PixelCnnTrainer trainer) : IProgress<double>
    {
        public void Report(double value)
        {
            task.Value = value;
            task.Description = string.Create(CultureInfo.InvariantCulture, $"step {trainer.Step}  {trainer.Loss:F4} bits per pixel");
        }
    }
}
