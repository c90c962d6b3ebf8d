using System.CommandLine;
using VaeCodec.Store;
using VaeCodec.Store.Remote;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store tag</c>: tags of pictures.</summary>
internal static class StoreTagCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Argument<string[]> ids = StoreCommand.Ids(ArgumentArity.OneOrMore);
        Option<string[]> add = new("--add") { Description = "A tag to give; may be given several times", HelpName = "TAG" };
        Option<string[]> remove = new("--remove") { Description = "A tag to take away", HelpName = "TAG" };
        var command = new Command("tag", "Give pictures tags, or take them away") { folder, ids, add, remove };
        command.Validators.Add(result =>
        {
            if (result.GetResult(add) is null && result.GetResult(remove) is null)
                result.AddError("there is nothing to do; give --add TAG or --remove TAG.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                foreach (string id in parsed.GetRequiredValue(ids))
                {
                    await store.TagAsync(id, parsed.GetValue(add) ?? [], parsed.GetValue(remove), cancellationToken)
                        .ConfigureAwait(false);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
