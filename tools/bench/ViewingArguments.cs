using System.CommandLine;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Viewing;

namespace VaeCodec.Bench;

/// <summary><c>vaecodec bench viewing</c>: a page that shows crops of codecs blind, two beside the original.</summary>
internal static class ViewingArguments
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var defaults = new ViewingOptions { Inputs = [], Output = "" };
        Argument<string[]> inputs = SharedOptions.Inputs("PICTURES", "Image files, and folders of them");
        Option<string> output = new("--output", "-o") { Description = "Folder for the page", HelpName = "DIR", Required = true };
        Option<int> crops = SharedOptions.InRange(new Option<int>("--crops")
        {
            Description = "Number of crops, over all pictures",
            HelpName = "N",
            DefaultValueFactory = _ => defaults.Crops,
        }, 1, 1000);
        Option<string[]> codecs = new("--codecs")
        {
            Description = "Codecs to show beside VaeCodec, with commas between them: "
                + $"{string.Join(", ", PeerTable.All.Select(p => p.Key))}; the files of all are as long as the first one's",
            HelpName = "c1,..,cN",
            CustomParser = result => result.Tokens[0].Value.Split(',',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            DefaultValueFactory = _ => [.. defaults.Codecs],
        };
        Option<bool> sheets = new("--sheets") { Description = "Write all versions of a crop side by side as well, one row a rate" };
        Option<string?> model = SharedOptions.Model(), models = SharedOptions.Models();
        Option<bool> force = SharedOptions.Force();
        Option<int> threads = SharedOptions.Threads();
        var command = new Command("viewing", "Make a page that shows crops at 0.1, 0.2 and 0.4 bits per pixel, two codecs beside the "
            + "original, blind, and takes answers by keyboard") { inputs, output, crops, codecs, sheets, model, models, threads, force };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => ViewingCommand.Run(
            new ViewingOptions
            {
                Inputs = parsed.GetRequiredValue(inputs),
                Output = parsed.GetRequiredValue(output) is { Length: > 0 } folder ? folder
                    : throw new UsageException("--output is empty; it names a folder."),
                Force = parsed.GetValue(force),
                Crops = parsed.GetRequiredValue(crops),
                Codecs = parsed.GetRequiredValue(codecs),
                Sheets = parsed.GetValue(sheets),
                Model = parsed.GetValue(model),
                ModelsFolder = parsed.GetValue(models),
                Threads = parsed.GetValue(threads),
            },
            cancellationToken)));
        return command;
    }
}
