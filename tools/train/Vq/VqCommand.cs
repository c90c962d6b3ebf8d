using System.Globalization;
using Spectre.Console;
using VaeCodec.Train.Loop;

namespace VaeCodec.Train.Vq;

/// <summary>What <c>vaecodec train</c> does with a config of the VQ-VAE study.</summary>
internal static class VqCommand
{
    /// <summary>Trains.</summary>
    public static void Run(VqConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Evaluate is not null)
            throw new InvalidDataException($"a VQ-VAE run has no weight file to evaluate; its {VqTrainer.ResultName} is the result");
        LoopConsole.RequireCpu(console, options.Device);
        using var trainer = new VqTrainer(config, config.Load(), options.ResumeFolder);
        LoopConsole.Run(console, trainer.Loop, config.Out, options.Minutes, () =>
        {
            VqResult result = trainer.Finish(cancellationToken);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"held out: {result.Psnr:F2} dB, {result.CodedBpp:F4} bits per pixel ({result.PriorBpp:F4} by the prior); "
                    + $"the file gives {(result.Restored ? "the same codes" : "OTHER codes")}"));
        }, cancellationToken);
    }
}
