using System.Globalization;
using System.Security.Cryptography;
using Spectre.Console;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Network;

namespace VaeCodec.Train.PixelCnn;

/// <summary>What <c>vaecodec train</c> does with a config of a pixel network.</summary>
internal static class PixelCnnCommand
{
    private const int LeastSide = 128;

    /// <summary>Trains, or evaluates a weight file.</summary>
    public static void Run(PixelCnnConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        LoopConsole.RequireCpu(console, options.Device);
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
        LoopConsole.Run(console, trainer.Loop, config.Out, options.Minutes, () => Print(console, trainer.Finish(cancellationToken)),
            cancellationToken);
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<PixelCnnRow> rows)
    {
        foreach (PixelCnnRow row in rows)
        {
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"held out{(row.Weathered ? ", weathered" : "")}, u {row.Position}: {row.Total:F4} bpp, {row.Latents:F4} of them latents");
        }
    }
}
