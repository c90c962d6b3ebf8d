using System.CommandLine;
using System.Globalization;
using VaeCodec.Store;
using VaeCodec.Store.Remote;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store stats</c>: how many pictures there are, and what they take.</summary>
internal static class StoreStatsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("stats", "Say how many pictures there are, and what they take") { folder, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                StoreStatistics found = await store.GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                    JsonOutput.Write([found], StoreReportContext.Default.StoreStatistics, asArray: false);
                else
                    StandardOutput.WriteLine(ToText(found));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string ToText(StoreStatistics found) => string.Create(CultureInfo.InvariantCulture, $"""
        pictures        {found.Pictures}
          exact         {found.Exact}
          as they were  {found.Originals}
        source bytes    {found.SourceBytes}
        stored bytes    {found.StoredBytes}
        saved           {(found.SourceBytes == 0 ? 0 : 100.0 * (found.SourceBytes - found.StoredBytes) / found.SourceBytes):F1} %
        deleted         {found.Deleted} ({found.DeletedBytes} bytes)
        """);
}
