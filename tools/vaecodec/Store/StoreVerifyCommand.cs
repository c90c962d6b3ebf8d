using System.CommandLine;
using System.Globalization;
using VaeCodec.Store;
using VaeCodec.Store.Remote;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store verify</c>: checks every picture, and clears up what killed writers have left.</summary>
internal static class StoreVerifyCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Option<bool> checksums = new("--checksums") { Description = "Check the files' checksums and decode nothing" };
        Option<long?> rate = SharedOptions.AboveZero(new Option<long?>("--rate")
        {
            Description = "Read no more bytes than this in a second, such as 10M, to run beside other work",
            HelpName = "BYTES",
        }, counts: true);
        Option<double> orphans = SharedOptions.InRange(new Option<double>("--orphans")
        {
            Description = "Remove files that nothing tells of from this age on; 0 where nobody is putting pictures",
            HelpName = "HOURS",
            DefaultValueFactory = _ => new VerifyOptions().OrphanAge!.Value.TotalHours,
        }, 0, 876_000);
        Option<string?> models = SharedOptions.Models();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("verify", "Check index, checksums and pixels of every picture")
        {
            folder, checksums, rate, orphans, models, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new VerifyOptions
            {
                Pixels = !parsed.GetValue(checksums),
                BytesPerSecond = parsed.GetValue(rate),
                OrphanAge = TimeSpan.FromHours(parsed.GetValue(orphans)),
                Decoder = new() { ModelsFolder = parsed.GetValue(models) },
            };
            return await RunAsync(parsed.GetRequiredValue(folder), options, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(string folder, VerifyOptions options, bool json, CancellationToken cancellationToken)
    {
        IPictureStore store = await StoreLocation.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            VerifyReport? found = null;
            int code = await Batch.RunAsync([folder], name => name, async (_, progress, stop) =>
            {
                found = await store.VerifyAsync(options, progress, stop).ConfigureAwait(false);
                return json ? null : string.Create(CultureInfo.InvariantCulture,
                    $"{found.Pictures} pictures of {found.Bytes} bytes, {found.Faults.Count} damaged; {found.OrphansRemoved} files removed "
                        + $"that nothing tells of, {found.OrphansLeft} left");
            }, cancellationToken).ConfigureAwait(false);
            if (found is null)
                return code;
            foreach (StoreFault fault in found.Faults)
                code = ExitCode.Worse(code, Failure.Report(Line(fault), ExitCode.BadInput));
            if (json)
            {
                JsonOutput.Write([new(found.Pictures, found.Bytes, found.Faults, found.OrphansRemoved, found.OrphansLeft)],
                    StoreReportContext.Default.CheckReport, asArray: false);
            }

            return code;
        }
    }

    private static string Line(StoreFault fault) => fault.Id.Length == 0 ? fault.Message : $"{fault.Id}: {fault.Name}: {fault.Message}";
}
