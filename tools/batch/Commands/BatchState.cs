using System.Data.Common;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using SQLite;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary>How it stands with all batches of a store.</summary>
/// <param name="Workers">Worker processes that were heard of in the last minutes.</param>
/// <param name="Threads">Shards that they may have in hand.</param>
/// <param name="Queued">Shards that are to be done next, or that a worker has in hand.</param>
/// <param name="Waiting">Shards that are to be tried again later, because something has stopped them.</param>
/// <param name="GivenUp">Shards that were tried as often as they may; 'retry' tries them again.</param>
/// <param name="Batches">Each batch.</param>
internal sealed record BatchState(int Workers, int Threads, long Queued, long Waiting, long GivenUp,
    IReadOnlyList<BatchProgress> Batches)
{
    /// <summary>Hangfire's processes say every half minute that they live.</summary>
    private static readonly TimeSpan s_alive = TimeSpan.FromMinutes(2);

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">The database says no.</exception>
    public static async Task<BatchState> ReadAsync(BatchPlace place, CancellationToken cancellationToken)
    {
        int unqueued = (await place.Tables.ForgottenAsync(-s_alive, cancellationToken).ConfigureAwait(false)).Count;
        try
        {
            IMonitoringApi monitor = place.Jobs.GetMonitoringApi();
            ServerDto[] alive = [.. monitor.Servers().Where(server => DateTime.UtcNow - server.Heartbeat < s_alive)];
            long queued = unqueued + monitor.EnqueuedCount(EnqueuedState.DefaultQueue)
                + Math.Max(monitor.FetchedCount(EnqueuedState.DefaultQueue), monitor.ProcessingCount());
            return new(alive.Length, alive.Sum(server => server.WorkersCount), queued, monitor.ScheduledCount(), monitor.FailedCount(),
                await place.Tables.ProgressAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception cause) when (cause is DbException or SQLiteException)
        {
            throw new IOException($"the jobs cannot be read: {cause.Message}", cause);
        }
    }
}
