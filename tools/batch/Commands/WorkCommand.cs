using System.CommandLine;
using System.Globalization;
using Hangfire;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary><c>vaecodec batch work</c>: does what has been submitted, until it is told to stop.</summary>
internal static class WorkCommand
{
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(1), s_look = TimeSpan.FromSeconds(5),
        s_forgotten = TimeSpan.FromMinutes(1);

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
        Option<bool> untilDone = new("--until-done")
        {
            Description = "End once every batch is done, or nobody does what is left, instead of waiting for the next",
        };
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
                SchedulePollingInterval = s_near,
                ShutdownTimeout = TimeSpan.FromSeconds(20),
            }, place.Jobs);
            StandardOutput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working on {threads} shards at a time"));
            try
            {
                return await WaitAsync(place, untilDone, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                server.SendStop();
                await server.WaitForShutdownAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for the end, and looks now and then for shards that nobody does. A database that is away for a while ends no
    /// worker.</summary>
    /// <returns>The exit code.</returns>
    private static async Task<int> WaitAsync(BatchPlace place, bool untilDone, CancellationToken cancellationToken)
    {
        var end = new BatchEnd();
        long next = 0;
        bool isAway = false;
        try
        {
            for (; ; await Task.Delay(s_look, cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    if (Environment.TickCount64 >= next)
                    {
                        await ShardJob.EnqueueForgottenAsync(place, s_forgotten, cancellationToken).ConfigureAwait(false);
                        next = Environment.TickCount64 + (long)s_forgotten.TotalMilliseconds;
                    }

                    if (untilDone && await BatchState.ReadAsync(place, cancellationToken).ConfigureAwait(false) is var state
                        && end.HasCome(state))
                        return BatchEnd.Report(state);
                    isAway = false;
                }
                catch (Exception error) when (error is IOException or BackgroundJobClientException)
                {
                    if (!isAway)
                        Failure.Report($"{Failure.Describe(error)}; the worker goes on", ExitCode.Success);
                    isAway = true;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success; // a worker that is told to stop has done its work
        }
    }
}
