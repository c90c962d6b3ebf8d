using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace VaeCodec.Bench;

/// <summary>Runs the benchmark and prints its tables.</summary>
public static class BenchCommand
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Measures, prints, and returns the exit code: 0, or 1 when a decoded picture was not the encoder's reconstruction.</summary>
    public static int Run(BenchOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var anchors = options.Anchors.SelectMany(AnchorFile.Read).ToDictionary(p => p.Key, p => p.Value);
        IReadOnlyList<string> images = Benchmark.Images(options.Folder);
        if (images.Count == 0)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"there are no images in '{options.Folder}'");
        List<Measurement> all = [];
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("vaecodec", maxValue: images.Count * options.Qualities.Count);
            foreach (Measurement m in Benchmark.Run(images, options.Qualities, options.Threads))
            {
                cancellationToken.ThrowIfCancellationRequested();
                all.Add(m);
                task.Increment(1);
            }
        });
        IReadOnlyList<RatePoint> curve = Benchmark.Curve(all);
        PrintCurve(all);
        var deltas = anchors.Select(a => (Codec: a.Key, Whole: BjontegaardDelta.Rate(curve, a.Value), Common: BjontegaardDelta.Rate(curve, a.Value, 30.5, 36.5))).ToList();
        if (deltas.Count > 0)
            PrintDeltas(deltas);
        if (options.Json is { } path)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new
            {
                measurements = all,
                curve = curve.Select(p => new { bpp = p.Bpp, psnr = p.Psnr }),
                bd_rate = deltas.Where(d => d.Whole is not null).Select(d => new { codec = d.Codec, percent = d.Whole!.Percent, low_db = d.Whole.LowDb, high_db = d.Whole.HighDb }),
            }, s_json));
        }

        return all.All(m => m.Exact) ? 0 : 1;
    }

    private static void PrintCurve(List<Measurement> all)
    {
        Console.WriteLine("quality    bpp    PSNR dB  file/estimate  encode ms  decode ms  exact");
        foreach (IGrouping<double, Measurement> g in all.GroupBy(m => m.Quality).OrderBy(g => g.Key))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{g.Key,7:0.#} {g.Average(m => m.Bpp),7:0.0000} {g.Average(m => m.Psnr),8:0.000} {g.Sum(m => m.Bytes * 8.0) / g.Sum(m => m.EstimatedBits),14:0.0000} {Median(g.Select(m => m.EncodeMs)),10:0} {Median(g.Select(m => m.DecodeMs)),10:0}  {g.Count(m => m.Exact)}/{g.Count()}"));
        }
    }

    private static void PrintDeltas(List<(string Codec, BjontegaardDelta? Whole, BjontegaardDelta? Common)> deltas)
    {
        Console.WriteLine("BD-rate against     common interval            30.5-36.5 dB");
        foreach ((string codec, BjontegaardDelta? whole, BjontegaardDelta? common) in deltas)
            Console.WriteLine($"{codec,-24} {Text(whole),-24}   {Text(common)}");

        static string Text(BjontegaardDelta? d) => d is null ? "no common interval"
            : string.Create(CultureInfo.InvariantCulture, $"{d.Percent:+0.0;-0.0} % ({d.LowDb:0.00}-{d.HighDb:0.00})");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
