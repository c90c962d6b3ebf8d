using System.Globalization;
using Spectre.Console;
using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Loop;

namespace VaeCodec.Train.Vlae;

/// <summary>What <c>vaecodec train</c> does with a config of an image model.</summary>
internal static class VlaeCommand
{
    /// <summary>Trains, or measures a weight file.</summary>
    public static void Run(VlaeConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        LoopConsole.RequireCpu(console, options.Device);
        using torch.Tensor all = SmallPictures.Read(config.Data, config.PictureSet, test: false, config.Spec.Pixels.IsBinary);
        using torch.Tensor test = SmallPictures.Read(config.Data, config.PictureSet, test: true, config.Spec.Pixels.IsBinary);
        using var pictures = new VlaePictures(all, config.Flips);
        if (options.Evaluate is { } weights)
        {
            Print(console, VlaeTrainer.Evaluate(weights, config, pictures, test, cancellationToken));
            return;
        }

        using var trainer = new VlaeTrainer(config, pictures, options.ResumeFolder);
        LoopConsole.Run(console, trainer.Loop, config.Out, options.Minutes,
            () => Print(console, trainer.Finish(test, cancellationToken)), cancellationToken);
    }

    private static void Print(IAnsiConsole console, VlaeResult result)
    {
        Print("held out", result.HeldOut);
        if (result.HeldOut.Coded is { } coded)
            Line($"held out, in bits-back's bins: {coded:F2} bits per picture");
        if (result.Test is { } test)
            Print("test", test);
        if (result.Likelihood is { } nll)
            Line($"first {nll.Pictures} test pictures, {nll.Samples} samples: {nll.Nats:F2} +- {nll.StandardError:F2} nats");

        void Print(string what, VlaeMeasure m)
            => Line($"{what}: {m.Total:F2} bits per picture, {m.PerPixel:F4} per pixel, {m.Latents:F2} of them latents");

        void Line(FormattableString text) => console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
