using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TorchSharp;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Data;
using VaeCodec.Train.Kernels;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Network;
using VaeCodec.Train.PixelCnn;
using VaeCodec.Train.Preview;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Training;
using VaeCodec.Train.Vlae;
using VaeCodec.Train.Vq;
using VaeCodec.Train.Window;

namespace VaeCodec.Train;

/// <summary>The command <c>vaecodec train</c>, free of any command-line library.</summary>
internal static class TrainCommand
{
    private const int Ok = 0;
    private const int BadInput = 1;
    private const int Usage = 2;
    private const int InputOutput = 3;

    /// <summary>Trains. Progress and messages go to standard error; results into the config's <c>out</c> folder.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="cancellationToken">Stops after the current step; the state is saved, and the run can be resumed.</param>
    /// <returns>0 trained (to the schedule's end, for the minutes asked, or until cancelled: the state is saved); 1 a config, picture,
    /// weight or state file that cannot be used; 2 an option out of its range; 3 a file or libtorch cannot be reached.</returns>
    public static int Run(TrainOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IAnsiConsole console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        if (options.Minutes is <= 0)
            return Fail("--minutes is above 0", Usage);
        if (options.Device is not (null or "cpu" or "cuda"))
            return Fail($"--device is cpu or cuda, not '{options.Device}'", Usage);
        if (options is { Plot: not null } and not { ResumeFolder: null, Device: null, Minutes: null, Evaluate: null })
            return Fail("--plot draws a log and goes with no other option", Usage);
        try
        {
            if (options.Plot is { } svg)
            {
                string log = Path.Combine(ConfigFile.Load(options.ConfigPath, ConfigFile.OutOf), TrainingLoop.LogName);
                File.WriteAllText(svg, TrainingCurves.Draw(File.ReadLines(log), layers: false));
                return Ok;
            }

            switch (ConfigFile.Load(options.ConfigPath, ConfigFile.ModelOf))
            {
                case PixelCnnConfig.ModelName:
                    PixelCnnCommand.Run(ConfigFile.Load(options.ConfigPath, PixelCnnConfig.Parse), options, console, cancellationToken);
                    return Ok;
                case PreviewConfig.ModelName:
                    if (options is not { ResumeFolder: null, Device: null, Minutes: null, Evaluate: null })
                        return Fail("a fit of preview heads takes no options", Usage);
                    PreviewCommand.Run(ConfigFile.Load(options.ConfigPath, PreviewConfig.Parse), console, cancellationToken);
                    return Ok;
                case WindowConfig.ModelName:
                    WindowCommand.Run(ConfigFile.Load(options.ConfigPath, WindowConfig.Parse), options, console, cancellationToken);
                    return Ok;
                case VlaeConfig.ModelName:
                    VlaeCommand.Run(ConfigFile.Load(options.ConfigPath, VlaeConfig.Parse), options, console, cancellationToken);
                    return Ok;
                case VqConfig.ModelName:
                    VqCommand.Run(ConfigFile.Load(options.ConfigPath, VqConfig.Parse), options, console, cancellationToken);
                    return Ok;
            }

            TrainConfig config = TrainConfig.Load(options.ConfigPath);
            Train(config with { Device = options.Device ?? config.Device }, options, console, cancellationToken);
            return Ok;
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("stopped before the held-out evaluation was done; state and weights are saved");
            return Ok;
        }
        catch (Exception e) when (e is InvalidDataException or VaeCodecException or JsonException)
        {
            return Fail(e.Message, BadInput);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            return Fail(e.Message, InputOutput);
        }
    }

    private static void Train(TrainConfig config, TrainOptions options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        NativeTorch.Require(config.Device);
        console.MarkupLineInterpolated($"{NativeTorch.Version} on {config.Device}");
        PictureSource[] sources = [.. config.AllSources.Select(s => PictureSource.Load(s, config.Crop, config.HoldOutSpread))];
        foreach (PictureSource source in sources)
            console.MarkupLineInterpolated(
                $"{source.Name}: {source.Photos.Training.Count} pictures, {source.Photos.HeldOut.Count} held out");
        if (options.Evaluate is { } file)
        {
            Evaluate(file, sources, config, console, cancellationToken);
            return;
        }

        if (config.Device == "cpu" && !KernelLibrary.Available)
            console.WriteLine("g++ is not found, so libtorch's operators do the work of the compiled kernels, more slowly");
        console.MarkupLineInterpolated(
            $"{Precision.Processor}, {(config.UsesBf16 ? Precision.Bf16 : Precision.Fp32)}, {config.Workers} workers");
        using var trainer = new Trainer(config, sources, options.ResumeFolder);
        LoopConsole.Run(console, trainer.Loop, config.Out, options.Minutes, () =>
        {
            TimeSpan? limit = options.Minutes is { } m ? TimeSpan.FromMinutes(m * (1 - LoopConsole.TrainingShare)) : null;
            foreach (HeldOutPoint point in trainer.Finish(limit, cancellationToken))
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"held out: {point.Bpp:F4} bpp, {point.Psnr:F2} dB");
        }, cancellationToken);
    }

    private static void Evaluate(string file, PictureSource[] sources, TrainConfig config, IAnsiConsole console,
        CancellationToken cancellationToken)
    {
        torch.set_num_threads(config.Threads);
        var weights = HvaeWeights.Parse(File.ReadAllBytes(file));
        using TorchParameters parameters = TorchParameters.Of(weights, config.Device);
        IReadOnlyList<HeldOutCurve> curves = HeldOutCurves.Of(parameters, sources, config.Precision == Precision.Bf16, null,
            cancellationToken);
        foreach (HeldOutCurve curve in curves)
        {
            foreach (HeldOutPoint point in curve.Rows)
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{curve.Source}: {point.Bpp:F4} bpp, {point.Psnr:F2} dB");
        }

        RunResults.WriteHeldOut(Path.ChangeExtension(file, RunResults.HeldOutName), weights.Metadata, curves);
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"vaecodec train: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
