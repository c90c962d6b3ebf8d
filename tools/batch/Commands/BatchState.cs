using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using VaeCodec.Batch.Shards;

namespace VaeCodec.Batch.Commands;

/// <summary>How it stands with all batches of a store.</summary>
/// <param name="Workers">Worker processes that were heard of in the last minutes.</param>
/// <param name="Threads">Shards that they may have in hand.</param>
/// <param name="Waiting">Shards that are to be tried again later, because something has stopped them.</param>
/// <param name="GivenUp">Shards that were tried as often as they may; 'retry' tries them again.</param>
/// <param name="Batches">Each batch.</param>
internal sealed record BatchState(int Workers, int Threads, long Waiting, long GivenUp, IReadOnlyList<BatchProgress> Batches)
{
    /// <summary>Hangfire's processes say every half minute that they live.</summary>
    private static readonly TimeSpan s_alive = TimeSpan.FromMinutes(2);

    /// <summary>Reads it.</summary>
    public static async Task<BatchState> ReadAsync(BatchPlace place, CancellationToken cancellationToken)
    {
        IMonitoringApi monitor = place.Jobs.GetMonitoringApi();
        ServerDto[] alive = [.. monitor.Servers().Where(server => DateTime.UtcNow - server.Heartbeat < s_alive)];
        return new(alive.Length, alive.Sum(server => server.WorkersCount), monitor.ScheduledCount(), monitor.FailedCount(),
            await place.Tables.ProgressAsync(cancellationToken).ConfigureAwait(false));
    }
}
