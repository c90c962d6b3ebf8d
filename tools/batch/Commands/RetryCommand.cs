using System.CommandLine;
using System.Globalization;
using Hangfire;
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
                StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{RequeueShards(place.Jobs)} shards given up go on"));
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
            await place.Tables.ForgetPoisonAsync(of.Key.Batch, cancellationToken).ConfigureAwait(false);
            StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fresh} {pictures} pictures of {of.Key.Batch}"));
        }
    }

    /// <summary>Jobs that Hangfire has tried as often as it may.</summary>
    private static int RequeueShards(JobStorage jobs)
    {
        IMonitoringApi monitor = jobs.GetMonitoringApi();
        var client = new BackgroundJobClient(jobs);
        int requeued = 0;
        while (monitor.FailedJobs(0, Page) is { Count: > 0 } failed)
        {
            foreach (KeyValuePair<string, Hangfire.Storage.Monitoring.FailedJobDto> job in failed)
                requeued += client.Requeue(job.Key) ? 1 : 0;
        }

        return requeued;
    }
}
