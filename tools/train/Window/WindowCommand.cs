using System.Globalization;
using Spectre.Console;
using VaeCodec.Train.Loop;

namespace VaeCodec.Train.Window;

/// <summary>What <c>vaecodec train</c> does with a config of the window study.</summary>
internal static class WindowCommand
{
    /// <summary>Trains.</summary>
    public static void Run(WindowConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Evaluate is not null)
            throw new InvalidDataException("a run of the window study has no weight file to evaluate; its heldout.json is the result");
        LoopConsole.RequireCpu(console, options.Device);
        WindowPictures pictures = config.Load();
        using var trainer = new WindowTrainer(config, pictures, options.ResumeFolder);
        LoopConsole.Run(console, trainer.Loop, config.Out, options.Minutes, () =>
        {
            foreach (WindowRow row in trainer.Finish(cancellationToken).HeldOut)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"price 2^{row.Log2Price}: {row.Latents:F4} + {row.Pixels:F4} = {row.Total:F4} bits per pixel"));
            }
        }, cancellationToken);
    }
}
