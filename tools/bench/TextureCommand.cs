using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Texture;

namespace VaeCodec.Bench;

/// <summary>Measures texture beside the plain pictures, prints the means, and writes its file.</summary>
internal static class TextureCommand
{
    /// <summary>Measures, prints, and returns the exit code.</summary>
    /// <exception cref="VaeCodecException">BadImage: no images, or a file that is none.</exception>
    public static int Run(TextureRunOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Json?.RequireFree();
        var run = new TextureRun(options);
        TextureResults results = BenchCommand.OnStandardError().Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("pictures", maxValue: run.Work);
            return run.Run(() => task.Increment(1), cancellationToken);
        });
        Print(results, Console.Out);
        if (options.Json is { } json)
            ResultFile.Write(json, JsonSerializer.Serialize(results, ResultsJson.Options));
        return 0;
    }

    private static void Print(TextureResults results, TextWriter output)
    {
        string[] columns = ["bpp", "PSNR", "MS-SSIM", "flat", "busy", "gradient", "shift", "decode ms"];
        output.WriteLine($"{"mean",-14}{string.Concat(columns.Select(c => $"{c,10}"))}");
        foreach (IGrouping<(double Quality, string Picture), TextureMeasurement> rows in results.Measurements.GroupBy(m =>
            (m.Quality, m.Picture)).OrderBy(g => g.Key.Quality))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"q {rows.Key.Quality} {rows.Key.Picture}");
            output.WriteLine($"{name,-14}{Mean(m => m.Bpp, "0.0000")}{Mean(m => m.Psnr, "0.00")}{Mean(m => m.MsSsim, "0.0000")}"
                + $"{Mean(m => m.FlatDeviation, "0.00")}{Mean(m => m.BusyDeviation, "0.00")}{Mean(m => m.Gradient, "0.00")}"
                + $"{Mean(m => m.Shift, "0.00")}{Mean(m => m.DecodeMs, "0")}");

            string Mean(Func<TextureMeasurement, double?> value, string format)
            {
                double? mean = rows.Average(value);
                return (mean?.ToString(format, CultureInfo.InvariantCulture) ?? "-").PadLeft(10);
            }
        }
    }
}
