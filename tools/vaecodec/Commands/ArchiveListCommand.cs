using System.CommandLine;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec archive list</c>: what an archive's index says.</summary>
internal static class ArchiveListCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> input = ArchiveCommand.Input();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "Show the images of an archive: size, kind, offset, bytes and name") { input, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(input), parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(string input, bool json, CancellationToken cancellationToken)
        => Batch.RunAsync([input], InputFile.Display, async (name, _, stop) =>
        {
            var report = new ArchiveListReport(await ArchiveCommand.OpenAsync(name, null, stop).ConfigureAwait(false));
            if (json)
                JsonOutput.Write(report.Entries, ReportContext.Default.ArchiveEntryReport, asArray: true);
            else
                StandardOutput.WriteLines(report.Lines(), stop);
            return null;
        }, cancellationToken);
}
