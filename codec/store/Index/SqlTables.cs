using System.Data.Common;

namespace VaeCodec.Store.Index;

/// <summary>Statements over tables of a database. SQLite works in the calling thread: what it awaits is done at once.</summary>
/// <param name="source">Connections.</param>
/// <param name="dialect">What is particular to the database.</param>
/// <param name="what">What the tables are, for messages.</param>
internal sealed class SqlTables(DbDataSource source, SqlDialect dialect, string what)
{
    /// <summary>Runs statements; returns how many rows they have changed.</summary>
    public Task<int> ExecuteAsync(string sql, Dictionary<string, object?> parameters, CancellationToken cancellationToken)
        => RunAsync(sql, parameters, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    /// <summary>Reads what a query finds.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Dictionary<string, object?> parameters, Func<DbDataReader, T> read,
        CancellationToken cancellationToken)
        => RunAsync(sql, parameters, async command =>
        {
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }, cancellationToken);

    /// <summary>Does something with a command; what the database says against it becomes one of the store's own errors.</summary>
    private async Task<T> RunAsync<T>(string sql, Dictionary<string, object?> parameters, Func<DbCommand, Task<T>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            await using DbConnection connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using DbCommand command = Command(connection, sql, parameters);
            return await work(command).ConfigureAwait(false);
        }
        catch (DbException cause) when (dialect.IsDamage(cause))
        {
            throw new VaeCodecException(VaeCodecErrorKind.Corrupt,
                $"{what} is damaged: {cause.Message} Bring it back from a backup", inner: cause);
        }
        catch (DbException cause)
        {
            throw new IOException($"{what} cannot be read or written: {cause.Message}", cause);
        }
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (dialect.OnOpen is { } statements)
            {
                await using DbCommand command = Command(connection, statements, []);
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

#pragma warning disable CA2100 // The text is the callers' own; what comes from outside is a parameter.
    private static DbCommand Command(DbConnection connection, string sql, Dictionary<string, object?> parameters)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
#pragma warning restore CA2100
}
