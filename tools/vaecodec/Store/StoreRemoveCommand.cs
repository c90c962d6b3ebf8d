using System.CommandLine;
using System.Globalization;
using VaeCodec.Store;
using VaeCodec.Store.Remote;

namespace VaeCodec.Tool.Store;

/// <summary><c>vaecodec store rm</c>: deletes pictures, brings them back, or removes for good what was deleted.</summary>
internal static class StoreRemoveCommand
{
    private const double DefaultGraceDays = 30;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = StoreCommand.Folder();
        Argument<string[]> ids = StoreCommand.Ids(ArgumentArity.ZeroOrMore);
        Option<bool> restore = new("--restore") { Description = "Bring deleted pictures back" };
        Option<bool> purge = new("--purge") { Description = "Remove for good what was deleted long enough ago" };
        Option<double> grace = SharedOptions.InRange(new Option<double>("--grace")
        {
            Description = "With --purge: how many days ago that is",
            HelpName = "DAYS",
            DefaultValueFactory = _ => DefaultGraceDays,
        }, 0, 36500);
        var command = new Command("rm", "Delete pictures; --restore brings them back until --purge") { folder, ids, restore, purge, grace };
        command.Validators.Add(result =>
        {
            bool named = result.GetResult(ids)?.Tokens.Count > 0, purges = result.GetValue(purge);
            if (named == purges)
                result.AddError(purges ? "--purge takes no ids: it removes all that was deleted long enough ago." : "no picture is named.");
            if (purges && result.GetValue(restore))
                result.AddError("--restore brings pictures back and --purge removes them; give one of them.");
            if (!purges && result.GetResult(grace) is { Implicit: false })
                result.AddError("--grace goes with --purge.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPictureStore store = await StoreLocation.OpenAsync(parsed.GetRequiredValue(folder), cancellationToken).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                if (parsed.GetValue(purge))
                {
                    long purged = await store.PurgeAsync(TimeSpan.FromDays(parsed.GetValue(grace)), cancellationToken)
                        .ConfigureAwait(false);
                    StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{purged} removed"));
                }

                foreach (string id in parsed.GetValue(ids) ?? [])
                {
                    await (parsed.GetValue(restore) ? store.RestoreAsync(id, cancellationToken) : store.DeleteAsync(id, cancellationToken))
                        .ConfigureAwait(false);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }
}
