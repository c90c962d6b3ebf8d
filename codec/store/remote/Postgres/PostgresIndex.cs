using Npgsql;
using VaeCodec.Store.Index;

namespace VaeCodec.Store.Remote.Postgres;

/// <summary>The index in PostgreSQL, and the row that says how its store is made.</summary>
internal static class PostgresIndex
{
    /// <summary>Not text, which would follow the database's own order.</summary>
    private const string Bytes = "BYTEA", Whole = "BIGINT";

    /// <summary>What is particular to it.</summary>
    public static readonly SqlDialect Dialect = new(Bytes, Whole, OnOpen: null, error => error is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.DataCorrupted
            or PostgresErrorCodes.IndexCorrupted,
    });

    /// <summary>Over a database.</summary>
    public static SqlPictureIndex Over(NpgsqlDataSource source) => new(source, Dialect);

    /// <summary>Makes schema and tables where they are missing, but for the row that makes it a store.</summary>
    /// <exception cref="IOException">The database says no.</exception>
    public static async Task CreateAsync(NpgsqlDataSource source, string schema, CancellationToken cancellationToken)
    {
        await RunAsync(source, $"""
            CREATE SCHEMA IF NOT EXISTS {schema};
            CREATE TABLE IF NOT EXISTS store (
                one BOOLEAN NOT NULL PRIMARY KEY DEFAULT TRUE CHECK (one), policy TEXT NOT NULL, blobs TEXT NOT NULL);
            """, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await Over(source).CreateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the row; false where there is one.</summary>
    /// <exception cref="IOException">The database says no.</exception>
    public static async Task<bool> InsertAsync(NpgsqlDataSource source, StoreRow row, CancellationToken cancellationToken)
        => await RunAsync(source, "INSERT INTO store (policy, blobs) VALUES ($1, $2) ON CONFLICT (one) DO NOTHING", command =>
        {
            command.Parameters.AddWithValue(row.Policy);
            command.Parameters.AddWithValue(row.Blobs);
            return command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Reads it; null where there is none.</summary>
    /// <exception cref="IOException">The database says no.</exception>
    public static async Task<StoreRow?> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(source, "SELECT policy, blobs FROM store", async command =>
            {
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? new StoreRow(reader.GetString(0), reader.GetString(1)) : null;
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException none) when (none.InnerException is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            return null;
        }
    }

#pragma warning disable CA2100 // The text is this class's own; the schema's name has been checked.
    private static async Task<T> RunAsync<T>(NpgsqlDataSource source, string sql, Func<NpgsqlCommand, Task<T>> work,
        CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using NpgsqlCommand command = source.CreateCommand(sql);
            return await work(command).ConfigureAwait(false);
        }
        catch (NpgsqlException cause)
        {
            throw new IOException($"the database cannot be used: {cause.Message}", cause);
        }
    }
#pragma warning restore CA2100
}

/// <summary>What makes a schema a store.</summary>
/// <param name="Policy">The policy, as a folder's store has it in its file.</param>
/// <param name="Blobs">Where the blobs are.</param>
internal sealed record StoreRow(string Policy, string Blobs);
