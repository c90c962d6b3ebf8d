using System.CommandLine;
using VaeCodec.Store;
using VaeCodec.Store.Content;
using VaeCodec.Store.Remote;
using VaeCodec.Tool.Files;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store add</c>: puts files and folders into a store. What is there already costs no more than its checksum, so that
/// the same command goes on where it was interrupted.</summary>
internal static class StoreAddCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Argument<string[]> inputs = SharedOptions.Inputs("IN", "Image files, .vaec files, or folders with --recursive");
        Option<bool> recursive = new("--recursive", "-r") { Description = "Take the files in folders, and in those within them" };
        Option<string[]> tags = new("--tag") { Description = "Give all of them this tag; may be given several times", HelpName = "TAG" };
        Option<string?> models = SharedOptions.Models();
        Option<long> maxPixels = SharedOptions.MaxPixels();
        Option<int> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        var policy = new PolicyArguments();
        var command = new Command("add", "Put pictures into a store; those that are there already are passed over") { folder, inputs,
            recursive, tags, models, maxPixels, threads, json };
        policy.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(inputs)?.Tokens.Any(token => token.Value == InputFile.Standard) == true)
                result.AddError("stdin has no name to give a picture in the store; name files.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] given = Tags.Valid(parsed.GetValue(tags) ?? []);
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                StorePolicy asked = policy.Over(store.Policy, parsed);
                int workers = parsed.GetValue(threads) is > 0 and var number ? number : Environment.ProcessorCount;
                var adding = new Adding(store, given, workers, parsed.GetValue(json), asked with
                {
                    // A worker for each processor makes better use of it than the parts of one picture do.
                    Encoder = asked.Encoder with
                    {
                        Threads = 1,
                        MaxPixels = parsed.GetValue(maxPixels),
                        ModelsFolder = parsed.GetValue(models),
                    },
                    Reading = asked.Reading with { MaxPixels = parsed.GetValue(maxPixels) },
                });
                return await adding.RunAsync(Input.Of(parsed.GetRequiredValue(inputs), parsed.GetValue(recursive),
                    name => FileNames.IsPicture(name) || FileNames.IsVaec(name)), cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
