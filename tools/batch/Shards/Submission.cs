using System.Globalization;
using System.Security.Cryptography;
using Hangfire;

namespace VaeCodec.Batch.Shards;

/// <summary>Makes batches: shards of what there is to do, each with its job.</summary>
internal sealed class Submission(BatchPlace place, BatchOptions options, int shardPictures)
{
    private readonly BackgroundJobClient _client = new(place.Jobs);

    /// <summary>Makes one, as its pictures are found; workers may begin before all are.</summary>
    /// <param name="source">Where the pictures come from.</param>
    /// <param name="entries">Their names there.</param>
    /// <param name="cancellationToken">Ends it early; what is made so far is done all the same.</param>
    /// <returns>The batch's name, and how many pictures are in it.</returns>
    public async Task<(string Batch, long Pictures)> RunAsync(string source, IAsyncEnumerable<string> entries,
        CancellationToken cancellationToken)
    {
        string batch = string.Create(CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
        await place.Tables.AddBatchAsync(batch, source, options, cancellationToken).ConfigureAwait(false);
        long number = 0, pictures = 0;
        await foreach (string[] shard in entries.Chunk(shardPictures).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await place.Tables.AddShardAsync(batch, number, shard, cancellationToken).ConfigureAwait(false);
            ShardJob.Enqueue(_client, batch, number);
            await place.Tables.SetQueuedAsync(batch, number, cancellationToken).ConfigureAwait(false);
            (number, pictures) = (number + 1, pictures + shard.Length);
        }

        await place.Tables.EndListAsync(batch, cancellationToken).ConfigureAwait(false);
        return (batch, pictures);
    }
}
