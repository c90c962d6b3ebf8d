using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using VaeCodec.Batch.Sources;
using VaeCodec.Store;

namespace VaeCodec.Batch.Shards;

/// <summary>Does a shard, from where the last worker was. What it does twice, because a worker died in between, does no harm: the store
/// keeps a source once.</summary>
/// <param name="store">Where the pictures go.</param>
/// <param name="tables">Where it is written down how far it is.</param>
/// <param name="models">A folder of weight files; null for the usual places.</param>
internal sealed class ShardRun(IPictureStore store, BatchTables tables, string? models)
{
    /// <summary>So many workers may die of a shard before its pictures are taken one at a time, and each is written down first.</summary>
    private const long Deaths = 3;

    private const int Reads = 3;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2), s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs.</summary>
    /// <param name="batch">The batch's name.</param>
    /// <param name="number">The shard's number.</param>
    /// <param name="time">When to stop, so that no other worker takes this one for dead.</param>
    /// <param name="cancellationToken">Ends it early; what is done is written down.</param>
    /// <returns>Whether there is something left to do that nobody does.</returns>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public async Task<bool> RunAsync(string batch, long number, TimeSpan time, CancellationToken cancellationToken)
    {
        if (await tables.StartAsync(batch, number, cancellationToken).ConfigureAwait(false) is not { } shard)
            return false;
        ISource source = Source.Open(shard.Source);
        await using (source.ConfigureAwait(false))
            return await RunAsync(shard, source, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> RunAsync(Shard shard, ISource source, TimeSpan time, CancellationToken cancellationToken)
    {
        bool careful = shard.Starts > Deaths;
        int at = shard.Done;
        var tally = new ShardTally();
        Stopwatch clock = Stopwatch.StartNew(), beat = Stopwatch.StartNew();
        string? error = null;
        try
        {
            if (careful && shard.InHand == at)
            {
                await SetAsideAsync(shard, at, string.Create(CultureInfo.InvariantCulture,
                    $"{shard.Starts - 1} workers ended in this shard, the last with this picture in hand"), tally, cancellationToken)
                    .ConfigureAwait(false);
                at++;
            }

            for (; at < shard.Entries.Length && clock.Elapsed < time; at++)
            {
                if (beat.Elapsed >= s_beat || careful)
                {
                    if (!await SaveAsync(shard.Starts).ConfigureAwait(false))
                        return false; // another worker goes on with it
                    beat.Restart();
                }

                if (careful)
                    await tables.TakeAsync(shard, at, cancellationToken).ConfigureAwait(false);
                await PutAsync(shard, source, at, tally, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception stop)
        {
            error = stop is OperationCanceledException ? null : Failure.Describe(stop);
            await SaveAsync(0, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        return await SaveAsync(0).ConfigureAwait(false) && at < shard.Entries.Length;

        async Task<bool> SaveAsync(long starts, CancellationToken? whatever = null)
        {
            bool saved = await tables.SaveAsync(shard, at, tally, starts, error, whatever ?? cancellationToken).ConfigureAwait(false);
            shard = shard with { Done = at };
            tally = new();
            return saved;
        }
    }

    private async Task PutAsync(Shard shard, ISource source, int at, ShardTally tally, CancellationToken cancellationToken)
    {
        string entry = shard.Entries[at];
        try
        {
            byte[] file = await ReadAsync(source, entry, cancellationToken).ConfigureAwait(false)
                ?? throw new FileNotFoundException("it is not there");
            PutResult put = await store.PutAsync(file, Printable.Text(entry.TrimStart('/')), shard.Options.ToPolicy(models),
                cancellationToken).ConfigureAwait(false);
            if (shard.Options.Tags.Length != 0)
                await store.TagAsync(put.Picture.Id, shard.Options.Tags, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (put.Status == PutStatus.Present)
            {
                tally.Present++;
                return;
            }

            tally.Added++;
            tally.SourceBytes += put.Picture.SourceBytes;
            tally.StoredBytes += put.Picture.StoredBytes;
        }
#pragma warning disable CA1031 // Whatever is wrong with a picture, the others go on.
        catch (Exception error) when (!IsOfTheStore(error))
#pragma warning restore CA1031
        {
            await SetAsideAsync(shard, at, Failure.Describe(error), tally, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an error would meet every picture: it stops the shard, which is tried again later.</summary>
    private static bool IsOfTheStore(Exception error)
        => error is OperationCanceledException or VaeCodecException { InnerException: DbException }
        || (error is IOException and not FileNotFoundException and not UnreadableException);

    private async Task SetAsideAsync(Shard shard, int at, string reason, ShardTally tally, CancellationToken cancellationToken)
    {
        await tables.SetAsideAsync(shard, shard.Entries[at], reason, cancellationToken).ConfigureAwait(false);
        tally.Failed++;
    }

    /// <summary>Reads a picture, several times if need be.</summary>
    /// <exception cref="UnreadableException">It cannot be read.</exception>
    private static async Task<byte[]?> ReadAsync(ISource source, string entry, CancellationToken cancellationToken)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                return await source.ReadAsync(entry, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (i < Reads)
            {
                await Task.Delay(i * s_pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException unreadable)
            {
                if (await source.IsAwayAsync(cancellationToken).ConfigureAwait(false))
                    throw;
                throw new UnreadableException(unreadable.Message, unreadable);
            }
        }
    }
}

/// <summary>A picture cannot be read, and others can.</summary>
internal sealed class UnreadableException(string message, Exception inner) : IOException(message, inner);
