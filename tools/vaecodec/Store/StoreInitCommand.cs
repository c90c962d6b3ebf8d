using System.CommandLine;
using VaeCodec.Store;
using VaeCodec.Store.Remote;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store init</c>: makes a store.</summary>
internal static class StoreInitCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Option<string?> blobs = new("--blobs")
        {
            Description = "With postgresql://...: where the pictures go, a bucket or a folder that all machines share",
            HelpName = "s3://BUCKET/PREFIX|DIR",
        };
        var policy = new PolicyArguments();
        var command = new Command("init", "Make a store in a folder that is empty or not there, or in a database") { folder, blobs };
        policy.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPictureStore store = await StoreLocation.CreateAsync(parsed.GetRequiredValue(folder), parsed.GetValue(blobs),
                policy.Over(new(), parsed), cancellationToken).ConfigureAwait(false);
            await store.DisposeAsync().ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
