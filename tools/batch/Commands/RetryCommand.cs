using System.CommandLine;
using System.Globalization;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch retry</c>: once what was wrong is put right, another try of what has failed for good.</summary>
internal static class RetryCommand
{
    private const int Pictures = 50, Page = 1000;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Argument<string?> batch = FailedCommand.Of();
        var command = new Command("retry", "Try again what was set aside, in new batches, and the shards that were given up") { location,
            batch };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            BatchPlace place = await BatchPlace.OpenAsync(parsed.GetRequiredValue(location), BatchCommand.Patience, cancellationToken)
                .ConfigureAwait(false);
            await using (place.ConfigureAwait(false))
            {
                await RetryPicturesAsync(place, parsed.GetValue(batch), cancellationToken).ConfigureAwait(false);
                int shards = RequeueShards(place.Jobs, parsed.GetValue(batch));
                StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shards} shards given up go on"));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task RetryPicturesAsync(BatchPlace place, string? batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<PoisonPicture> poison = await place.Tables.PoisonAsync(batch, cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<(string Batch, string Source), PoisonPicture> of in poison.GroupBy(picture => (picture.Batch, picture.Source)))
        {
            BatchOptions options = await place.Tables.OptionsAsync(of.Key.Batch, cancellationToken).ConfigureAwait(false);
            (string fresh, long pictures) = await new Submission(place, options, Pictures).RunAsync(of.Key.Source,
                of.Select(picture => picture.Entry).ToAsyncEnumerable(), cancellationToken).ConfigureAwait(false);
            await place.Tables.ForgetPoisonAsync(of.Key.Batch, [.. of.Select(picture => picture.Entry)], cancellationToken)
                .ConfigureAwait(false);
            StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fresh} {pictures} pictures of {of.Key.Batch}"));
        }
    }

    /// <summary>Requeues the jobs that Hangfire has tried as often as it may, of one batch or of all. Their names are read first: a job
    /// may fail again while others are requeued.</summary>
    /// <returns>How many.</returns>
    internal static int RequeueShards(JobStorage jobs, string? batch)
    {
        IMonitoringApi monitor = jobs.GetMonitoringApi();
        var failed = new HashSet<string>();
        for (int from = 0; monitor.FailedJobs(from, Page) is { Count: > 0 } page; from += Page)
            failed.UnionWith(page.Where(job => batch is null || ShardJob.BatchOf(job.Value.Job) == batch).Select(job => job.Key));
        var client = new BackgroundJobClient(jobs);
        return failed.Count(job => client.Requeue(job, FailedState.StateName));
    }
}
