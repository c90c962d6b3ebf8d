using System.Data.Common;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.Storage.SQLite;
using Microsoft.Data.Sqlite;
using VaeCodec.Batch.Shards;
using VaeCodec.Store;
using VaeCodec.Store.Index;
using VaeCodec.Store.Remote;
using VaeCodec.Store.Remote.Postgres;

namespace VaeCodec.Batch;

/// <summary>What batches are kept in, beside the store that they fill: its folder, in which there are two more SQLite files, or its
/// database, in which there are two more schemas.</summary>
internal sealed class BatchPlace : IAsyncDisposable
{
    private const string TablesFile = "batch.sqlite", JobsFile = "hangfire.sqlite", TablesSchema = "_batch", JobsSchema = "_hangfire";
    private const int SecondsToWait = 60;
    private const long MakingTables = 0x766165636f646563; // a number of our own among the database's locks

    /// <summary>How often who has nothing to do looks for work: on many machines not too often, since a database can tell, too.</summary>
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(1), s_far = TimeSpan.FromSeconds(5);

    private readonly DbDataSource _source;

    private BatchPlace(IPictureStore store, DbDataSource source, SqlDialect dialect, JobStorage jobs)
        => (Store, _source, Tables, Jobs) = (store, source, new(source, dialect), jobs);

    /// <summary>The store.</summary>
    public IPictureStore Store { get; }

    /// <summary>What is to be done, and what has been.</summary>
    public BatchTables Tables { get; }

    /// <summary>Hangfire's own.</summary>
    public JobStorage Jobs { get; }

    /// <summary>Opens it, and makes what is missing.</summary>
    /// <param name="location">The store's.</param>
    /// <param name="patience">After it the work of a worker that has not been heard of is given to others.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public static async Task<BatchPlace> OpenAsync(string location, TimeSpan patience, CancellationToken cancellationToken)
    {
        GlobalConfiguration.Configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings()
            .UseLogProvider(new ErrorLog());
        IPictureStore store = await StoreLocation.OpenAsync(location, cancellationToken).ConfigureAwait(false);
        BatchPlace? place = null;
        try
        {
            place = StoreLocation.IsRemote(location)
                ? OverPostgres(store, new PostgresUrl(location), patience, out string before)
                : OverSqlite(store, location, patience, out before);
            await place.Tables.CreateAsync(before, cancellationToken).ConfigureAwait(false);
            return place;
        }
        catch
        {
            await ((IAsyncDisposable?)place ?? store).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        (Jobs as IDisposable)?.Dispose();
        await Store.DisposeAsync().ConfigureAwait(false);
    }

    private static BatchPlace OverSqlite(IPictureStore store, string folder, TimeSpan patience, out string before)
    {
        before = "";
        DbDataSource source = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, TablesFile),
            DefaultTimeout = SecondsToWait, // for another process's transaction
        }.ToString());
        return new(store, source, SqlDialect.Sqlite, new SQLiteStorage(Path.Combine(folder, JobsFile), new()
        {
            QueuePollInterval = s_near,
            InvisibilityTimeout = patience,
        }));
    }

    private static BatchPlace OverPostgres(IPictureStore store, PostgresUrl url, TimeSpan patience, out string before)
    {
        string tables = url.SchemaName + TablesSchema;
        // Workers that start at once would meet in making the tables.
        before = $"SELECT pg_advisory_xact_lock({MakingTables}); CREATE SCHEMA IF NOT EXISTS {tables};";
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = url.SchemaName + JobsSchema,
            QueuePollInterval = s_far,
            EnableLongPolling = true,
            InvisibilityTimeout = patience,
            // A database that cannot be reached is told of at once.
            StartupConnectionMaxRetries = 0,
            AllowDegradedModeWithoutStorage = false,
        };
        try
        {
            return new(store, url.Connect(tables), PostgresIndex.Dialect, new PostgreSqlStorage(
                new NpgsqlConnectionFactory(url.ConnectionString(tables), options), options));
        }
        catch (DbException cause)
        {
            throw new IOException($"the database cannot be used: {cause.Message}", cause);
        }
    }
}
