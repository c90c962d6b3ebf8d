using Spectre.Console;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Report;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;

namespace VaeCodec.Bench;

/// <summary>Runs the benchmark, prints its tables and writes its files.</summary>
internal static class BenchCommand
{
    /// <summary>Measures, prints, and returns the exit code: 0, or 1 when a decoded picture was not the encoder's reconstruction.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an unknown codec. BadImage: no images, or one that a codec fails on.</exception>
    public static int Run(BenchOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<PeerSpec> peers = CodecSet.Peers(options.Codecs);
        IReadOnlyList<Curve> anchors = [.. options.Anchors.SelectMany(AnchorFile.Read)];
        TestImage.Paths(options.Folder);
        foreach (OutputFile file in new[] { options.Json, options.Html, options.Plot }.OfType<OutputFile>())
            file.RequireFree();
        using var workspace = new PeerWorkspace();
        var codecs = CodecSet.Create(new VaeBenchCodec(options), peers, workspace);
        foreach (MissingCodec missing in codecs.Missing)
            Console.Error.WriteLine(missing.Words);

        BenchResults results = Measure(new BenchRun(options, codecs), codecs, anchors, cancellationToken);
        if (options.Html is { } html)
        {
            (results, ReportPictures pictures) = Show(new Showcase(options.Folder, codecs), results, cancellationToken);
            ResultFile.Write(html, HtmlReport.Write(results, pictures));
        }

        ConsoleTables.Print(results, Console.Out);
        if (options.Plot is { } plot)
            ResultFile.Write(plot, StandalonePlot.Write(results));
        if (options.Json is { } json)
            ResultFile.Write(json, ResultsJson.Write(results));
        return results.Measurements.All(m => m.Exact != false) ? 0 : 1;
    }

    private static BenchResults Measure(BenchRun run, CodecSet codecs, IReadOnlyList<Curve> anchors, CancellationToken cancellationToken)
        => OnStandardError().Progress().Start(progress =>
        {
            var tasks = codecs.Codecs.ToDictionary(c => c.Info.Name,
                c => progress.AddTask(c.Info.Name, maxValue: run.Paths.Count * c.Info.Settings.Count));
            return run.Run(anchors, codec => tasks[codec].Increment(1), cancellationToken);
        });

    private static (BenchResults, ReportPictures) Show(Showcase showcase, BenchResults results, CancellationToken cancellationToken)
        => OnStandardError().Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("pictures", maxValue: results.Images.Count);
            return showcase.Make(results, () => task.Increment(1), cancellationToken);
        });

    /// <summary>Where progress is shown.</summary>
    internal static IAnsiConsole OnStandardError() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });
}
