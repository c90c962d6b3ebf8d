using System.CommandLine;
using System.Globalization;
using Hangfire;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch work</c>: does what has been submitted, until it is told to stop.</summary>
internal static class WorkCommand
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1), s_forgotten = TimeSpan.FromMinutes(1);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> location = BatchCommand.Store();
        Option<int> threads = SharedOptions.Threads();
        threads.Description = "Shards to work on at a time, a thread for each; 0 for one per processor";
        Option<int> patience = SharedOptions.InRange(new Option<int>("--timeout")
        {
            Description = "Seconds after which a worker that has not been heard of is taken for dead; longer than any one picture takes",
            HelpName = "S",
            DefaultValueFactory = _ => (int)BatchCommand.Patience.TotalSeconds,
        }, 10, 86_400);
        Option<bool> untilDone = new("--until-done") { Description = "End once every batch is done, instead of waiting for the next" };
        Option<string?> models = SharedOptions.Models();
        var command = new Command("work", "Do what has been submitted; start as many of these as there are machines") { location, threads,
            patience, untilDone, models };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(location),
            parsed.GetValue(threads) is > 0 and var number ? number : Environment.ProcessorCount,
            TimeSpan.FromSeconds(parsed.GetValue(patience)), parsed.GetValue(untilDone), parsed.GetValue(models), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string location, int threads, TimeSpan patience, bool untilDone, string? models,
        CancellationToken cancellationToken)
    {
        BatchPlace place = await BatchPlace.OpenAsync(location, patience, cancellationToken).ConfigureAwait(false);
        await using (place.ConfigureAwait(false))
        {
            using var server = new BackgroundJobServer(new()
            {
                WorkerCount = threads,
                Activator = new ShardActivator(new(place, patience, models)),
                SchedulePollingInterval = s_look,
                ShutdownTimeout = TimeSpan.FromSeconds(20),
            }, place.Jobs);
            StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working on {threads} shards at a time"));
            try
            {
                await WaitAsync(place, untilDone, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                server.SendStop();
                await server.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return ExitCode.Success; // a worker that is told to stop has done its work
    }

    /// <summary>Waits for the end, and looks now and then for shards that nobody does.</summary>
    private static async Task WaitAsync(BatchPlace place, bool untilDone, CancellationToken cancellationToken)
    {
        try
        {
            for (long next = 0; ; await Task.Delay(s_look, cancellationToken).ConfigureAwait(false))
            {
                if (Environment.TickCount64 >= next)
                {
                    await ShardJob.EnqueueForgottenAsync(place, s_forgotten, cancellationToken).ConfigureAwait(false);
                    next = Environment.TickCount64 + (long)s_forgotten.TotalMilliseconds;
                }

                if (untilDone && (await place.Tables.ProgressAsync(cancellationToken).ConfigureAwait(false)).All(batch => batch.IsDone))
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }
}
