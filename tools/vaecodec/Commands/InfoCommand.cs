using System.CommandLine;
using System.Text.Json;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec info</c>: what files and archives say of themselves, without decoding their pixels.</summary>
internal static class InfoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string[]> inputs = SharedOptions.Inputs("IN.vaec", "Files to look into (.vaec, or .vaea archives), or - for stdin");
        var limits = new LimitArguments();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("info", "Show header, layers with their bits, model and checksums; of an archive, what is in it")
        {
            inputs,
        };
        limits.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(inputs), limits.Of(parsed),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] inputs, DecoderOptions options, bool json, CancellationToken cancellationToken)
    {
        var reports = new List<string>();
        try
        {
            return await Batch.RunAsync(inputs, InputFile.Display, async (name, _, stop) =>
            {
                byte[] file = await InputFile.ReadAsync(name, head => Signature.RequireVaecOrArchive(head, options.MaxPixels), stop)
                    .ConfigureAwait(false);
                (string text, Func<string> asJson) = VaeArchive.IsArchive(file)
                    ? await OfArchiveAsync(name, file, options, stop).ConfigureAwait(false)
                    : await OfPictureAsync(name, file, options, stop).ConfigureAwait(false);
                reports.Add(json ? asJson() : "");
                return json ? null : text;
            }, cancellationToken, (name, failure, warnings) =>
                reports.Add(UndoneReport.Failed(name, null, Failure.Describe(failure), warnings))).ConfigureAwait(false);
        }
        finally
        {
            // in the order of the inputs, so that those that are missing were not come to
            if (json)
                JsonOutput.Write(reports.Concat(inputs.Skip(reports.Count).Select(name => UndoneReport.Cancelled(name))),
                    asArray: inputs.Length > 1);
        }
    }

    private static async Task<(string Text, Func<string> Json)> OfArchiveAsync(string name, byte[] file, DecoderOptions options,
        CancellationToken cancellationToken)
    {
        ArchiveInfoReport report = await Task.Run(() => ArchiveInfoReport.From(name, new VaeArchive(file, options, cancellationToken),
            file.Length), cancellationToken).ConfigureAwait(false);
        return (report.ToText(), () => JsonSerializer.Serialize(report, ReportContext.Default.ArchiveInfoReport));
    }

    private static async Task<(string Text, Func<string> Json)> OfPictureAsync(string name, byte[] file, DecoderOptions options,
        CancellationToken cancellationToken)
    {
        InfoReport report = InfoReport.From(name, VaeDecoder.Identify(file),
            await LayerBitsAsync(file, options, cancellationToken).ConfigureAwait(false));
        return (report.ToText(), () => JsonSerializer.Serialize(report, ReportContext.Default.InfoReport));
    }

    /// <summary>Null where the file needs weights that are not here: its header can still be shown.</summary>
    private static async Task<IReadOnlyList<double>?> LayerBitsAsync(byte[] file, DecoderOptions options,
        CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => new VaeDecoder(options).LayerBits(file, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (VaeCodecException exception) when (exception.Kind == VaeCodecErrorKind.UnknownModel)
        {
            return null;
        }
    }
}
