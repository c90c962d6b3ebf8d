namespace VaeCodec.Store.Index;

/// <summary>In what the SQL of databases differs, as far as the index uses it.</summary>
/// <param name="Bytes">The type of binary values.</param>
/// <param name="Whole">The type of integers of 64 bits.</param>
/// <param name="OnOpen">Run on every connection before it is used.</param>
internal sealed record SqlDialect(string Bytes, string Whole, string OnOpen)
{
    /// <summary>SQLite: readers do not wait for the writer (WAL), and a commit is on the disk when it returns (FULL).</summary>
    public static readonly SqlDialect Sqlite = new("BLOB", "INTEGER", "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
}
