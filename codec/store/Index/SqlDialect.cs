using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace VaeCodec.Store.Index;

/// <summary>In what the SQL of databases differs, as far as the index uses it.</summary>
/// <param name="Bytes">The type of binary values.</param>
/// <param name="Whole">The type of integers of 64 bits.</param>
/// <param name="OnOpen">Run on every connection before it is used; null for nothing.</param>
/// <param name="IsDamage">Whether an error says that the database is damaged or another's; all others are of the disk or of locks.</param>
internal sealed record SqlDialect(string Bytes, string Whole, string? OnOpen, Func<DbException, bool> IsDamage)
{
    /// <summary>Of SQLite (sqlite.org/rescode.html): ERROR, which is a table that is missing, CORRUPT and NOTADB.</summary>
    private const int Error = 1, Corrupt = 11, NoDatabase = 26;

    /// <summary>SQLite: readers do not wait for the writer (WAL), and a commit is on the disk when it returns (FULL).</summary>
    public static readonly SqlDialect Sqlite = new("BLOB", "INTEGER", "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
        error => error is SqliteException { SqliteErrorCode: Error or Corrupt or NoDatabase });
}
