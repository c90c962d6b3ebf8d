using System.Text.Json;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Results;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Train.Race;

namespace VaeCodec.Bench.Speed;

/// <summary>Takes the codec's time apart: stages, the kernels' peak and libtorch on the same network, all in one run, in turn.</summary>
internal static class Breakdown
{
    private static readonly TimeSpan s_peakWindow = TimeSpan.FromMilliseconds(60);
    private const int RaceRounds = 5;

    /// <summary>Measures and prints.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="output">Gets the tables.</param>
    /// <param name="cancellationToken">Takes effect between the operations of the network.</param>
    /// <exception cref="VaeCodecException">BadImage: no images, or one that cannot be read.</exception>
    public static void Run(BreakdownOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        options.Json?.RequireFree();
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        HvaeNetwork network = ModelLibrary.In(options.ModelsFolder).Choose(ModelKind.Hvae, options.Model).Network;
        var clock = new StageClock(new NetworkStages(network.Spec).Of);
        IReadOnlyList<string> paths = TestImage.Paths(options.Folder);
        List<PassTimes> encode = [], decode = [];
        List<double> peak = [], peakOne = [], peakPerProcessorSecond = [];
        foreach (string path in paths)
        {
            TestImage image = TestImage.Load(path);
            peakOne.Add(PeakRate.Measure(1, s_peakWindow).PerSecond);
            (double perSecond, double perProcessorSecond) = PeakRate.Measure(threads, s_peakWindow);
            peak.Add(perSecond);
            peakPerProcessorSecond.Add(perProcessorSecond);
            byte[] file = [];
            encode.Add(PassTimes.Measure(clock, options.Rounds, () => file = Encode(threads), () => Encode(1)));
            decode.Add(PassTimes.Measure(clock, options.Rounds, () => Decode(threads), () => Decode(1)));

            byte[] Encode(int count) => new VaeEncoder(new()
            {
                Mode = Rate.Quality(options.Quality),
                AllowExact = false,
                Model = options.Model,
                ModelsFolder = options.ModelsFolder,
                Threads = count,
            }).Encode(image.Image, null, cancellationToken).Bytes;
            void Decode(int count) => new VaeDecoder(new() { ModelsFolder = options.ModelsFolder, Threads = count })
                .Decode(file, null, cancellationToken);
        }

        var result = new BreakdownResult
        {
            Images = paths.Count,
            Quality = options.Quality,
            Threads = threads,
            Cost = HvaeCost.Of(network),
            PeakOneThread = Median.Of(peakOne),
            Peak = Median.Of(peak),
            PeakPerProcessorSecond = Median.Of(peakPerProcessorSecond),
            Encode = PassTimes.Middle(encode),
            Decode = PassTimes.Middle(decode),
        };
        BreakdownTable.Print(output, result);
        RaceTimes? race = Race(paths[0], threads, options, output, cancellationToken);
        if (options.Json is { } json)
            ResultFile.Write(json, JsonSerializer.Serialize(new { breakdown = result, race }, ResultsJson.Options));
    }

    /// <summary>The trainer does it: libtorch is there.</summary>
    private static RaceTimes? Race(string path, int threads, BreakdownOptions options, TextWriter output,
        CancellationToken cancellationToken)
    {
        try
        {
            string[] model = [.. options.Model is null ? [] : new[] { "--model", options.Model },
                .. options.ModelsFolder is null ? [] : new[] { "--models", Path.GetFullPath(options.ModelsFolder) }];
            string[] command = ToolProgram.Train.CommandLine(["race", "--threads", $"{threads}", .. model, Path.GetFullPath(path),
                $"{RaceRounds}"]);
            ToolProcess.Outcome race = ToolProcess.Run(command[0], command[1..], cancellationToken);
            if (race.ExitCode != ExitCode.Success)
                throw new IOException(race.Text.Trim());
            RaceTimes times = JsonSerializer.Deserialize<RaceTimes>(race.Output)!;
            BreakdownTable.Print(output, times, Path.GetFileName(path));
            return times;
        }
        catch (IOException e)
        {
            output.WriteLine($"libtorch is left out: {e.Message}");
            return null;
        }
    }
}
