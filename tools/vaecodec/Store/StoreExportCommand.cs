using System.CommandLine;
using VaeCodec.Images;
using VaeCodec.Store;
using VaeCodec.Store.Remote;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store export</c>: many pictures out of a store, into a folder.</summary>
internal static class StoreExportCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Option<string?> output = SharedOptions.Output(
            "The folder to make them in; pictures keep their folders and names, with the beginnings of their ids behind");
        output.Required = true;
        Option<string?> format = new("--format")
        {
            Description = "What to make of them, such as png (default: as they are stored)",
            HelpName = "png|jpg|webp|avif|tif|vaec",
        };
        Option<string?> models = SharedOptions.Models();
        var filter = new FilterArguments();
        var existing = new ExistingArguments();
        var command = new Command("export", "Take many pictures out, as they are stored or as .png, .jpg, ...") { folder, output, format,
            models };
        filter.AddTo(command, deleted: false);
        existing.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? suffix = parsed.GetValue(format) is { } name ? "." + name.TrimStart('.').ToLowerInvariant() : null;
            if (suffix is not null && !FileNames.IsVaec(suffix))
                ImageFile.RequireWritable(suffix);
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                return await RunAsync(store, filter.Of(parsed), parsed.GetRequiredValue(output)!, suffix, existing.Of(parsed),
                    new() { ModelsFolder = parsed.GetValue(models) }, cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(IPictureStore store, PictureFilter filter, string folder, string? suffix, Existing existing,
        DecoderOptions decoder, CancellationToken cancellationToken)
    {
        var pictures = new List<StoredPicture>();
        await foreach (StoredPicture picture in store.ListAsync(filter, cancellationToken).ConfigureAwait(false))
            pictures.Add(picture);
        return await Batch.RunAsync(pictures, picture => picture.Id, async (picture, item, stop) =>
        {
            string format = suffix ?? picture.Format;
            var output = new OutputFile(Path.Combine(folder, ExportNames.Of(picture, format)), existing, FollowsLinks: false);
            if (existing == Existing.Skip && output.IsTaken)
                return null;
            if (output is { Existing: Existing.Refuse, IsTaken: true })
                throw OutputFile.TakenError(output.Name, 1, "--skip-existing");
            byte[] file = await store.ExportAsync(picture.Id, format, new() { OnWarning = item.Warn }, decoder, stop).ConfigureAwait(false);
            output.MakeFolder();
            await output.WriteAsync(file, stop).ConfigureAwait(false);
            return null;
        }, cancellationToken).ConfigureAwait(false);
    }
}
