using System.CommandLine;
using VaeCodec.Store;
using VaeCodec.Store.Remote;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store get</c>: a picture out of a store, in the format of the output's name.</summary>
internal static class StoreGetCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Argument<string> id = new("ID") { Description = StoreCommand.IdDescription };
        Option<string?> output = SharedOptions.Output("The file to make, in the format of its extension; - for the stored file on stdout");
        output.Required = true;
        Option<string?> models = SharedOptions.Models();
        Option<bool> force = SharedOptions.Force();
        var command = new Command("get", "Take a picture out: as it is stored, or as .png, .jpg, .webp, ...") { folder, id, output, models,
            force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = new OutputFile(parsed.GetRequiredValue(output)!, parsed.GetValue(force) ? Existing.Replace : Existing.Refuse);
            target.RequireFree();
            string name = parsed.GetRequiredValue(id);
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                byte[] file = target.IsStandard ? await store.ReadAsync(name, cancellationToken).ConfigureAwait(false)
                    : await store.ExportAsync(name, Path.GetExtension(target.Name), new() { OnWarning = Warn },
                        new() { ModelsFolder = parsed.GetValue(models) }, cancellationToken).ConfigureAwait(false);
                await target.WriteAsync(file, cancellationToken).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Tells of what is left out.</summary>
    private static void Warn(string line) => Failure.Report(line, ExitCode.Success);
}
