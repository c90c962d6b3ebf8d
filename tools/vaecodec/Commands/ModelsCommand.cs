using System.CommandLine;
using VaeCodec.Tool.Files;
using VaeCodec.Tool.Reports;

namespace VaeCodec.Tool.Commands;

/// <summary><c>vaecodec models</c>: which models are known, where their weights are, and whether those are sound.</summary>
internal static class ModelsCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<string?> models = SharedOptions.Models();
        var json = new Option<bool>("--json") { Description = "Print a JSON array on stdout" };
        models.Recursive = json.Recursive = true;
        var list = new Command("list", "Show name, kind, id, status, size and place of every model");
        list.SetAction(parsed => List(parsed.GetValue(models), parsed.GetValue(json)));
        var verify = new Command("verify", "Hash every weight file and load it");
        verify.SetAction((parsed, cancellationToken) => VerifyAsync(parsed.GetValue(models), parsed.GetValue(json), cancellationToken));
        var path = new Command("path", "Show where models are looked for, in this order");
        path.SetAction(parsed => ShowPlaces(parsed.GetValue(models), parsed.GetValue(json)));
        var command = new Command("models", "Show the models that are at hand; check their weights; release new ones")
        {
            list, verify, path, models, json,
        };
        command.Subcommands.Add(ModelsAddCommand.Create());
        command.SetAction(parsed => List(parsed.GetValue(models), parsed.GetValue(json)));
        return command;
    }

    private static int List(string? folder, bool json)
    {
        ModelReport[] reports = [.. VaeModels.List(folder).Select(ModelReport.From)];
        if (json)
            JsonOutput.Write(reports, ReportContext.Default.ModelReport, asArray: true);
        else
            StandardOutput.WriteLine(Printable.Lines(ModelReport.ToText(reports)));
        return ExitCode.Success;
    }

    /// <summary>A pre-release that no place has is no failure: no build has it.</summary>
    private static async Task<int> VerifyAsync(string? folder, bool json, CancellationToken cancellationToken)
    {
        VaeModelInfo[] models = [.. VaeModels.List(folder).Where(model => model.Place is not null || !model.IsPreRelease)];
        var reports = new List<ModelCheckReport>();
        int code = await Batch.RunAsync(models, model => model.Place ?? $"{model.Name} ({model.Id})", async (model, _, stop) =>
        {
            try
            {
                await Task.Run(() => VaeModels.Verify(model), stop).ConfigureAwait(false);
            }
            catch (VaeCodecException error)
            {
                reports.Add(ModelCheckReport.From(model, error.Message));
                throw;
            }

            reports.Add(ModelCheckReport.From(model, null));
            return json ? null : $"{model.Name} ({model.Id}): intact, {model.Place}";
        }, cancellationToken).ConfigureAwait(false);
        if (json)
            JsonOutput.Write(reports, ReportContext.Default.ModelCheckReport, asArray: true);
        return code;
    }

    private static int ShowPlaces(string? folder, bool json)
    {
        IReadOnlyList<string> places = VaeModels.Places(folder);
        if (json)
            JsonOutput.Write([.. places.Select(place => new ModelPlaceReport(place, Directory.Exists(place)))],
                ReportContext.Default.ModelPlaceReport, asArray: true);
        else
            StandardOutput.WriteLine(Printable.Lines(string.Join('\n', places)));
        return ExitCode.Success;
    }
}
