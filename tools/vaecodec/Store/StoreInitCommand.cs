using System.CommandLine;
using VaeCodec.Store;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store init</c>: makes a store.</summary>
internal static class StoreInitCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        var policy = new PolicyArguments();
        var command = new Command("init", "Make a store in a folder that is empty or not there") { folder };
        policy.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPictureStore store = await PictureStore.CreateAsync(parsed.GetRequiredValue(folder), policy.Over(new(), parsed),
                cancellationToken).ConfigureAwait(false);
            await store.DisposeAsync().ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
