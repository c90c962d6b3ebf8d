using System.CommandLine;
using VaeCodec.Bench.Surface;

namespace VaeCodec.Bench;

/// <summary><c>vaecodec bench surface</c>: rate, rate and distortion of two groups of latent layers over a folder of images.</summary>
internal static class SurfaceArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("DIR") { Description = "A folder of images" };
        var defaults = new SurfaceOptions { Folder = "" };
        Option<int> coarse = SharedOptions.InRange(new Option<int>("--coarse-layers")
        {
            Description = "Layers of the first group, from the coarsest; the others are the second",
            HelpName = "K",
            DefaultValueFactory = _ => defaults.CoarseLayers,
        }, 1, 255);
        Option<int> points = SharedOptions.InRange(new Option<int>("--points")
        {
            Description = "Multipliers per group, over the whole range of qualities",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Points,
        }, 3, 50);
        Option<string?> model = SharedOptions.Model(), models = SharedOptions.Models();
        Option<string?> json = new("--json") { Description = "Write every number to a file", HelpName = "FILE" };
        Option<string?> plot = new("--plot") { Description = "Write the surface as SVG", HelpName = "FILE" };
        Option<bool> force = SharedOptions.Force();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("surface", "Measure how distortion depends on the rates of two groups of latent layers") { folder, coarse,
            points, model, models, json, plot, threads, force };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => SurfaceCommand.Run(
            new SurfaceOptions
            {
                Folder = parsed.GetRequiredValue(folder),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                CoarseLayers = parsed.GetRequiredValue(coarse),
                Points = parsed.GetRequiredValue(points),
                Json = ResultFile.Of(parsed.GetValue(json), parsed.GetValue(force)),
                Plot = ResultFile.Of(parsed.GetValue(plot), parsed.GetValue(force)),
                Threads = parsed.GetValue(threads),
            },
            cancellationToken)));
        return command;
    }
}
