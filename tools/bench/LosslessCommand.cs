using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VaeCodec.Bench.Lossless;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench;

/// <summary>Measures lossless coding beside the peers, prints it, and writes its file.</summary>
internal static class LosslessCommand
{
    /// <summary>Measures, prints, and returns the exit code: 0, or 1 where a picture of VaeCodec's did not come back exactly.</summary>
    /// <exception cref="VaeCodecException">BadImage: no images, or a file that is none.</exception>
    public static int Run(LosslessOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Json?.RequireFree();
        var run = new LosslessRun(options);
        LosslessResults results = BenchCommand.OnStandardError().Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("pictures", maxValue: run.Work);
            return run.Run(
                () => task.Increment(1),
                peer => Console.Error.WriteLine($"vaecodec: {peer.Name} is left out: install with: apt-get install {peer.Package}"),
                cancellationToken);
        });
        Print(results, Console.Out);
        if (options.Json is { } json)
            ResultFile.Write(json, JsonSerializer.Serialize(results, ResultsJson.Options));
        return results.Measurements.All(m => m.Exact || m.Codec != LosslessRun.Own) ? 0 : 1;
    }

    private static void Print(LosslessResults results, TextWriter output)
    {
        string[] codecs = [.. results.Measurements.Select(m => m.Codec).Distinct()];
        output.WriteLine($"{"bpp",-20}{string.Concat(codecs.Select(c => $"{c,12}"))}");
        foreach (IGrouping<string, LosslessMeasurement> image in results.Measurements.GroupBy(m => m.Image))
            output.WriteLine($"{image.Key,-20}{string.Concat(image.Select(m => Number(m.Bpp, "0.0000")))}");
        Row("mean", m => m.Bpp, "0.0000");
        Row("mean encode ms", m => m.EncodeMs, "0");
        Row("mean decode ms", m => m.DecodeMs, "0");
        Row("exact", m => m.Exact ? 100 : 0, "0' %'");

        void Row(string name, Func<LosslessMeasurement, double> value, string format)
            => output.WriteLine($"{name,-20}{string.Concat(codecs.Select(c => Number(Mean(c, value), format)))}");

        double Mean(string codec, Func<LosslessMeasurement, double> value) => results.Measurements.Where(m => m.Codec == codec)
            .Average(value);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).PadLeft(12);
}
