using System.CommandLine;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec info</c>: what a file or an archive says of itself, without decoding its pixels.</summary>
internal static class InfoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> input = SharedOptions.NoOptions(new Argument<string>("IN.vaec")
        {
            Description =
            "The file to look into (.vaec, or a .vaea archive), or - for stdin"
        });
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<double> maxWork = SharedOptions.MaxWork();
        Option<string?> models = SharedOptions.Models();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("info", "Show header, layers with their bits, model and checksums; of an archive, what is in it") { input,
            maxPixels, maxWork, models, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(input),
            new()
            {
                MaxPixels = parsed.GetValue(maxPixels),
                MaxWork = SharedOptions.WorkOf(parsed, maxWork),
                ModelsFolder = parsed.GetValue(models),
            }, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(string input, DecoderOptions options, bool json, CancellationToken cancellationToken)
        => Batch.RunAsync([input], InputFile.Display, async (name, _, stop) =>
        {
            byte[] file = await InputFile.ReadAsync(name, head => WholeStream.RequireFileOrArchive(head, options.MaxPixels), stop)
                .ConfigureAwait(false);
            if (VaeArchive.IsArchive(file))
                return Archive(ArchiveInfoReport.From(await Task.Run(() => new VaeArchive(file, options, stop), stop).ConfigureAwait(false),
                    file.Length), InputFile.Display(name), json);
            InfoReport report = InfoReport.From(VaeDecoder.Identify(file), await LayerBitsAsync(file, options, stop).ConfigureAwait(false));
            if (!json)
                return report.ToText(InputFile.Display(name));
            JsonOutput.Write([report], ReportContext.Default.InfoReport, asArray: false);
            return null;
        }, cancellationToken);

    private static string? Archive(ArchiveInfoReport report, string name, bool json)
    {
        if (!json)
            return report.ToText(name);
        JsonOutput.Write([report], ReportContext.Default.ArchiveInfoReport, asArray: false);
        return null;
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
