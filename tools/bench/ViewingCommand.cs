using Spectre.Console;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Viewing;

namespace VaeCodec.Bench;

/// <summary>Makes the page of a viewing test and says what is in it.</summary>
internal static class ViewingCommand
{
    /// <summary>Codes, cuts, writes, and returns the exit code.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an unknown codec. BadImage: no images, or one that a codec fails on.</exception>
    public static int Run(ViewingOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        CodecSet.Peers(options.Codecs);
        using var workspace = new PeerWorkspace();
        IReadOnlyList<string> paths = TestImage.Find(options.Inputs);
        var folder = new ViewingFolder(options.Output, options.Force);
        folder.Prepare();
        var codecs = ViewingCodecs.Create(options, workspace);
        foreach (MissingCodec missing in codecs.Missing)
            Console.Error.WriteLine(missing.Words);
        var run = new ViewingRun(options, paths, codecs, folder);
        ViewingPage page = BenchCommand.OnStandardError().Progress().Start(progress =>
        {
            ProgressTask task = progress.AddTask("pictures", maxValue: Math.Min(paths.Count, options.Crops));
            return run.Run(() => task.Increment(1), cancellationToken);
        });
        Print(page, Console.Out);
        return ExitCode.Success;
    }

    private static void Print(ViewingPage page, TextWriter output)
    {
        foreach (IGrouping<double, ViewedCrop> rate in page.Crops.GroupBy(c => c.Rate))
        {
            string shown = string.Join(", ", page.Codecs.Select(c => c.Name)
                .Select(name => $"{name} {rate.Count(crop => crop.Versions.Any(v => v.Codec == name))}"));
            output.WriteLine(FormattableString.Invariant($"{rate.Key} bpp: {rate.Count()} crops; {shown}"));
        }

        output.WriteLine(FormattableString.Invariant($"{page.Pairs.Count} pairs"));
    }
}
