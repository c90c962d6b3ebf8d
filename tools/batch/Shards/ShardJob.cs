using Hangfire;

namespace VaeCodec.Batch.Shards;

/// <summary>What Hangfire calls: a shard, by its name. Its queue hands a job out again once its worker has not been heard of for a while,
/// so that a job never takes longer than half of that: what is left is another job.</summary>
internal sealed class ShardJob(BatchPlace place, TimeSpan patience, string? models)
{
    private readonly BackgroundJobClient _client = new(place.Jobs);

    /// <summary>Does what there is to do.</summary>
    /// <remarks>What stops it is told to Hangfire, which tries again later, and later still.</remarks>
    [AutomaticRetry(Attempts = 8, DelaysInSeconds = [5, 15, 60, 300, 900, 1800, 3600, 3600])]
    public async Task RunAsync(string batch, long number, CancellationToken cancellationToken)
    {
        if (await new ShardRun(place.Store, place.Tables, models).RunAsync(batch, number, patience / 2, cancellationToken)
            .ConfigureAwait(false))
            Enqueue(_client, batch, number);
    }

    /// <summary>Has a shard done.</summary>
    public static void Enqueue(IBackgroundJobClient client, string batch, long number)
        => client.Enqueue<ShardJob>(job => job.RunAsync(batch, number, CancellationToken.None));

    /// <summary>Has those shards done that no job tells of, because who made them has died before it could.</summary>
    public static async Task EnqueueForgottenAsync(BatchPlace place, TimeSpan age, CancellationToken cancellationToken)
    {
        var client = new BackgroundJobClient(place.Jobs);
        foreach ((string batch, long number) in await place.Tables.ForgottenAsync(age, cancellationToken).ConfigureAwait(false))
        {
            Enqueue(client, batch, number);
            await place.Tables.SetQueuedAsync(batch, number, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Hands Hangfire the one object that does its jobs.</summary>
internal sealed class ShardActivator(ShardJob job) : JobActivator
{
    public override object ActivateJob(Type jobType) => job;
}
