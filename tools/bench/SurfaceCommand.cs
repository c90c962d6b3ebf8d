using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Surface;

namespace VaeCodec.Bench;

/// <summary>Measures a rate/rate/distortion surface, prints what the split of the rate is worth, and writes its files.</summary>
internal static class SurfaceCommand
{
    /// <summary>Measures, prints, and returns the exit code 0.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such group of layers. BadImage: no images, or a file that is none.</exception>
    public static int Run(SurfaceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (OutputFile file in new[] { options.Json, options.Plot }.OfType<OutputFile>())
            file.RequireFree();
        var run = new SurfaceRun(options);
        RateSurface surface = BenchCommand.OnStandardError().Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("pictures", maxValue: run.Work);
            return run.Run(() => task.Increment(1), cancellationToken);
        });
        Print(surface, Console.Out);
        if (options.Plot is { } plot)
            ResultFile.Write(plot, SurfacePlot.Write(surface));
        if (options.Json is { } json)
            ResultFile.Write(json, JsonSerializer.Serialize(surface, ResultsJson.Options));
        return 0;
    }

    private static void Print(RateSurface surface, TextWriter output)
    {
        output.WriteLine($"log2 beta of the first {surface.CoarseLayers} layers less that of the others: BD-rate against equal betas, "
            + $"{surface.Images} images");
        foreach (SplitCurve split in surface.Splits)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{split.Octaves,8:+0.00;-0.00;0.00}  {split.BdRate,7:+0.00;-0.00;0.00} %"));
    }
}
