using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using VaeCodec.Store.Index;
using VaeCodec.Store.Remote.Postgres;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;

namespace VaeCodec.Store.Tests.Support;

/// <summary>An index of a test's own, and its tables behind its back.</summary>
internal sealed class EmptyIndex : IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly ScratchFolder? _scratch;

    private EmptyIndex(SqlPictureIndex index, DbDataSource source, ScratchFolder? scratch)
        => (Index, _source, _scratch) = (index, source, scratch);

    public SqlPictureIndex Index { get; }

    public static async Task<EmptyIndex> CreateAsync(StoreKind kind)
    {
        if (kind == StoreKind.Folder)
        {
            var scratch = new ScratchFolder();
            string file = scratch["index.sqlite"];
            var over = SqlPictureIndex.OverSqlite(file);
            await over.CreateAsync(CancellationToken.None);
            return new(over, SqliteFactory.Instance.CreateDataSource($"Data Source={file}"), scratch);
        }

        var url = new PostgresUrl((await RemoteServers.GetAsync()).NewPlace().Database);
        NpgsqlDataSource source = url.Connect();
        await PostgresIndex.CreateAsync(source, url.SchemaName, CancellationToken.None);
        return new(PostgresIndex.Over(source), url.Connect(), null);
    }

    /// <summary>Runs statements, which may take long.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using DbCommand command = _source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of what a query finds.</summary>
    public async Task<T[]> QueryAsync<T>(string sql)
    {
        await using DbCommand command = _source.CreateCommand(sql);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
            found.Add(reader.GetFieldValue<T>(0));
        return [.. found];
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        await _source.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _scratch?.Dispose();
    }
}
