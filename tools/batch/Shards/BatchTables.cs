using System.Data.Common;
using System.Text.Json;
using VaeCodec.Store.Index;

namespace VaeCodec.Batch.Shards;

/// <summary>Batches, their shards, and the pictures that were set aside, in tables. Hangfire's jobs only name a shard.</summary>
internal sealed class BatchTables(DbDataSource source, SqlDialect dialect)
{
    private readonly SqlTables _tables = new(source, dialect, "the batch's table");

    /// <summary>Makes the tables where they are missing.</summary>
    /// <param name="before">What has to be run first.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public Task CreateAsync(string before, CancellationToken cancellationToken) => _tables.ExecuteAsync(before + """
        CREATE TABLE IF NOT EXISTS batches (
            batch TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, options TEXT NOT NULL, listed BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS shards (
            batch TEXT NOT NULL REFERENCES batches (batch), number BIGINT NOT NULL, entries TEXT NOT NULL, pictures BIGINT NOT NULL,
            made BIGINT NOT NULL, queued BIGINT NOT NULL, done BIGINT NOT NULL, starts BIGINT NOT NULL, in_hand BIGINT,
            added BIGINT NOT NULL, present BIGINT NOT NULL, failed BIGINT NOT NULL,
            source_bytes BIGINT NOT NULL, stored_bytes BIGINT NOT NULL, error TEXT, PRIMARY KEY (batch, number));
        CREATE INDEX IF NOT EXISTS shards_unqueued ON shards (made) WHERE queued = 0;
        CREATE TABLE IF NOT EXISTS poison (
            batch TEXT NOT NULL REFERENCES batches (batch), entry TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (batch, entry));
        """, [], cancellationToken);

    /// <summary>Begins a batch.</summary>
    public Task AddBatchAsync(string batch, string origin, BatchOptions options, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("INSERT INTO batches (batch, source, options, listed) VALUES (@batch, @source, @options, 0)",
            new() { ["batch"] = batch, ["source"] = origin, ["options"] = options.ToJson() }, cancellationToken);

    /// <summary>Says that all of a batch's pictures are known.</summary>
    public Task EndListAsync(string batch, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("UPDATE batches SET listed = 1 WHERE batch = @batch", new() { ["batch"] = batch }, cancellationToken);

    /// <summary>Adds a shard, which no job tells of yet.</summary>
    public Task AddShardAsync(string batch, long number, IReadOnlyList<string> entries, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("""
            INSERT INTO shards (batch, number, entries, pictures, made, queued, done, starts, added, present, failed, source_bytes,
                stored_bytes) VALUES (@batch, @number, @entries, @pictures, @made, 0, 0, 0, 0, 0, 0, 0, 0)
            """, new()
        {
            ["batch"] = batch,
            ["number"] = number,
            ["entries"] = JsonSerializer.Serialize([.. entries], EntriesContext.Default.StringArray),
            ["pictures"] = (long)entries.Count,
            ["made"] = SqlTime.From(DateTime.UtcNow),
        }, cancellationToken);

    /// <summary>Says that a job tells of a shard.</summary>
    public Task SetQueuedAsync(string batch, long number, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("UPDATE shards SET queued = 1 WHERE batch = @batch AND number = @number", Key(batch, number),
            cancellationToken);

    /// <summary>Shards that have been there for a while and that no job tells of: who made them has died.</summary>
    public async Task<IReadOnlyList<(string Batch, long Number)>> ForgottenAsync(TimeSpan age, CancellationToken cancellationToken)
        => await _tables.QueryAsync("SELECT batch, number FROM shards WHERE queued = 0 AND made < @made ORDER BY made",
            new() { ["made"] = SqlTime.From(DateTime.UtcNow - age) }, row => (row.GetString(0), row.GetInt64(1)), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Takes a shard in hand; null where it is done, or there is none.</summary>
    public async Task<Shard?> StartAsync(string batch, long number, CancellationToken cancellationToken)
    {
        const string Starts = "UPDATE shards SET starts = starts + 1 WHERE batch = @batch AND number = @number AND done < pictures";
        if (await _tables.ExecuteAsync(Starts, Key(batch, number), cancellationToken).ConfigureAwait(false) == 0)
            return null;
        return (await _tables.QueryAsync("""
            SELECT b.source, s.entries, b.options, s.done, s.starts, s.in_hand FROM shards s JOIN batches b ON b.batch = s.batch
                WHERE s.batch = @batch AND s.number = @number
            """, Key(batch, number), row => new Shard(batch, number, row.GetString(0),
            JsonSerializer.Deserialize(row.GetString(1), EntriesContext.Default.StringArray)!, BatchOptions.Parse(row.GetString(2)),
            (int)row.GetInt64(3), row.GetInt64(4), row.IsDBNull(5) ? null : (int)row.GetInt64(5)), cancellationToken)
            .ConfigureAwait(false)).Single();
    }

    /// <summary>Writes down which picture a worker has in hand, in case that it does not survive it.</summary>
    public Task TakeAsync(Shard shard, int entry, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("UPDATE shards SET in_hand = @entry WHERE batch = @batch AND number = @number",
            new(Key(shard.Batch, shard.Number)) { ["entry"] = (long)entry }, cancellationToken);

    /// <summary>Writes down how far a shard is; false where another worker has done so meanwhile, and then nothing changes.</summary>
    /// <param name="shard">As it was.</param>
    /// <param name="done">How many of its pictures are done with.</param>
    /// <param name="tally">What has become of those since.</param>
    /// <param name="starts">As the shard's.</param>
    /// <param name="error">What stops it; null for nothing.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<bool> SaveAsync(Shard shard, int done, ShardTally tally, long starts, string? error,
        CancellationToken cancellationToken)
        => await _tables.ExecuteAsync("""
            UPDATE shards SET done = @done, starts = @starts, error = @error, in_hand = NULL, added = added + @added,
                present = present + @present, failed = failed + @failed, source_bytes = source_bytes + @source_bytes,
                stored_bytes = stored_bytes + @stored_bytes
            WHERE batch = @batch AND number = @number AND done = @before
            """, new(Key(shard.Batch, shard.Number))
        {
            ["before"] = (long)shard.Done,
            ["done"] = (long)done,
            ["starts"] = starts,
            ["error"] = error,
            ["added"] = tally.Added,
            ["present"] = tally.Present,
            ["failed"] = tally.Failed,
            ["source_bytes"] = tally.SourceBytes,
            ["stored_bytes"] = tally.StoredBytes,
        }, cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Sets a picture aside.</summary>
    public Task SetAsideAsync(Shard shard, string entry, string reason, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("""
            INSERT INTO poison (batch, entry, reason) VALUES (@batch, @entry, @reason)
                ON CONFLICT (batch, entry) DO UPDATE SET reason = excluded.reason
            """, new() { ["batch"] = shard.Batch, ["entry"] = entry, ["reason"] = reason }, cancellationToken);

    /// <summary>The pictures that were set aside, of one batch or of all.</summary>
    public async Task<IReadOnlyList<PoisonPicture>> PoisonAsync(string? batch, CancellationToken cancellationToken)
        => await _tables.QueryAsync("""
            SELECT p.batch, b.source, p.entry, p.reason FROM poison p JOIN batches b ON b.batch = p.batch
                WHERE @batch = '' OR p.batch = @batch ORDER BY p.batch, p.entry
            """, new() { ["batch"] = batch ?? "" },
            row => new PoisonPicture(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Forgets the pictures of a batch that were set aside: another batch has them.</summary>
    public Task ForgetPoisonAsync(string batch, CancellationToken cancellationToken)
        => _tables.ExecuteAsync("DELETE FROM poison WHERE batch = @batch", new() { ["batch"] = batch }, cancellationToken);

    /// <summary>What a batch's pictures are kept as.</summary>
    public async Task<BatchOptions> OptionsAsync(string batch, CancellationToken cancellationToken)
        => BatchOptions.Parse((await _tables.QueryAsync("SELECT options FROM batches WHERE batch = @batch", new() { ["batch"] = batch },
            row => row.GetString(0), cancellationToken).ConfigureAwait(false)).Single());

    /// <summary>How far all batches are, the latest last.</summary>
    public async Task<IReadOnlyList<BatchProgress>> ProgressAsync(CancellationToken cancellationToken)
        => await _tables.QueryAsync("""
            SELECT b.batch, b.source, b.listed, count(s.number),
                coalesce(sum(CASE WHEN s.done = s.pictures THEN 1 ELSE 0 END), 0), coalesce(sum(s.pictures), 0), coalesce(sum(s.done), 0),
                coalesce(sum(s.added), 0), coalesce(sum(s.present), 0), coalesce(sum(s.failed), 0), coalesce(sum(s.source_bytes), 0),
                coalesce(sum(s.stored_bytes), 0), max(CASE WHEN s.done < s.pictures THEN s.error END)
            FROM batches b LEFT JOIN shards s ON s.batch = b.batch GROUP BY b.batch, b.source, b.listed ORDER BY b.batch
            """, [], row => new BatchProgress(row.GetString(0), row.GetString(1), Number(row, 2) != 0, Number(row, 3), Number(row, 4),
            Number(row, 5), Number(row, 6), Number(row, 7), Number(row, 8), Number(row, 9), Number(row, 10), Number(row, 11),
            row.IsDBNull(12) ? null : row.GetString(12)), cancellationToken).ConfigureAwait(false);

    private static Dictionary<string, object?> Key(string batch, long number) => new() { ["batch"] = batch, ["number"] = number };

    /// <summary>Sums are of a wider type in some databases.</summary>
    private static long Number(DbDataReader row, int column)
        => Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The serialiser of a shard's names.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class EntriesContext : System.Text.Json.Serialization.JsonSerializerContext;
