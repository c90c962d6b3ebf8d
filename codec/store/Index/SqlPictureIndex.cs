using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace VaeCodec.Store.Index;

/// <summary>An index in tables of a database. SQLite works in the calling thread: what it awaits is done at once.</summary>
internal sealed class SqlPictureIndex(DbDataSource source, SqlDialect dialect) : IPictureIndex
{
    private const int PageRows = 1000, SecondsToWait = 60;

    private readonly SqlTables _tables = new(source, dialect, "the store's index");

    /// <summary>Over an SQLite file, which is made where it is missing.</summary>
    public static SqlPictureIndex OverSqlite(string file)
        => new(SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = SecondsToWait, // for another process's transaction
        }.ToString()), SqlDialect.Sqlite);

    /// <summary>Makes the tables where they are missing.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
        => await _tables.ExecuteAsync(SqlSchema.Of(dialect), [], cancellationToken).ConfigureAwait(false);

    public async Task<bool> AddAsync(StoredPicture picture, CancellationToken cancellationToken)
    {
        (string names, Dictionary<string, object?> values) = ValuesOf(picture);
        values.Add("date", SqlTime.From(picture.Taken ?? picture.Added));
        return await _tables.ExecuteAsync(
            $"INSERT INTO pictures ({PictureRow.Columns}, date) VALUES ({names}, @date) ON CONFLICT (id) DO NOTHING", values,
            cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<bool> ReplaceAsync(StoredPicture picture, string earlierBlob, CancellationToken cancellationToken)
    {
        (string names, Dictionary<string, object?> values) = ValuesOf(picture);
        values.Add("earlier", earlierBlob);
        return await _tables.ExecuteAsync(
            $"UPDATE pictures SET ({PictureRow.Columns}) = ({names}) WHERE id = @id AND blob = @earlier", values, cancellationToken)
            .ConfigureAwait(false) == 1;
    }

    public async Task<IReadOnlyList<StoredPicture>> FindAsync(string prefix, int limit, CancellationToken cancellationToken)
        => await _tables.QueryAsync(
            $"SELECT {PictureRow.Selected} FROM pictures p WHERE p.id >= @low AND p.id <= @high ORDER BY p.id LIMIT @limit", new()
            {
                ["low"] = Convert.FromHexString(prefix.PadRight(64, '0')),
                ["high"] = Convert.FromHexString(prefix.PadRight(64, 'f')),
                ["limit"] = (long)limit,
                ["line"] = "\n",
            }, PictureRow.Read, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<StoredPicture> ListAsync(PictureFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new FilterQuery(filter);
        int left = filter.Limit ?? int.MaxValue;
        StoredPicture? last = null;
        while (left > 0)
        {
            int rows = Math.Min(left, PageRows);
            var parameters = new Dictionary<string, object?>(query.Parameters) { ["line"] = "\n", ["rows"] = (long)rows };
            string behind = "";
            if (last is not null)
            {
                behind = " AND (p.date, p.id) < (@lastDate, @lastId)";
                parameters.Add("lastDate", SqlTime.From(last.Taken ?? last.Added));
                parameters.Add("lastId", Convert.FromHexString(last.Id));
            }

            List<StoredPicture> page = await _tables.QueryAsync(
                $"SELECT {PictureRow.Selected} FROM pictures p WHERE {query.Condition}{behind} ORDER BY p.date DESC, p.id DESC LIMIT @rows",
                parameters, PictureRow.Read, cancellationToken).ConfigureAwait(false);
            foreach (StoredPicture picture in page)
                yield return picture;
            if (page.Count < rows)
                yield break;
            last = page[^1];
            left -= rows;
        }
    }

    public async Task TagAsync(string id, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancellationToken)
    {
        byte[] key = Convert.FromHexString(id);
        foreach (string tag in remove)
        {
            await _tables.ExecuteAsync("DELETE FROM tags WHERE tag = @tag AND id = @id",
                new() { ["tag"] = tag, ["id"] = key }, cancellationToken).ConfigureAwait(false);
        }

        foreach (string tag in add)
        {
            await _tables.ExecuteAsync("INSERT INTO tags (tag, id) VALUES (@tag, @id) ON CONFLICT (tag, id) DO NOTHING",
                new() { ["tag"] = tag, ["id"] = key }, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<bool> SetDeletedAsync(string id, DateTime? when, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> parameters = new() { ["id"] = Convert.FromHexString(id) };
        if (when is { } time)
            parameters.Add("when", SqlTime.From(time));
        return await _tables.ExecuteAsync(when is null ? "UPDATE pictures SET deleted = NULL WHERE id = @id AND deleted IS NOT NULL"
            : "UPDATE pictures SET deleted = @when WHERE id = @id AND deleted IS NULL", parameters, cancellationToken)
            .ConfigureAwait(false) == 1;
    }

    public async Task<bool> RemoveAsync(string id, DateTime deletedUntil, CancellationToken cancellationToken)
        => await _tables.ExecuteAsync("DELETE FROM pictures WHERE id = @id AND deleted <= @until",
            new() { ["id"] = Convert.FromHexString(id), ["until"] = SqlTime.From(deletedUntil) }, cancellationToken)
            .ConfigureAwait(false) == 1;

    public async Task<bool> TellsOfAsync(string id, string blobKey, CancellationToken cancellationToken)
        => (await _tables.QueryAsync("SELECT 1 FROM pictures WHERE id = @id AND blob = @blob",
            new() { ["id"] = Convert.FromHexString(id), ["blob"] = blobKey }, _ => true, cancellationToken)
            .ConfigureAwait(false)).Count != 0;

    public async Task<StoreStatistics> SumAsync(CancellationToken cancellationToken)
        => (await _tables.QueryAsync("""
            SELECT count(*) - count(deleted),
                coalesce(sum(CASE WHEN deleted IS NULL AND mode = @original THEN 1 ELSE 0 END), 0),
                coalesce(sum(CASE WHEN deleted IS NULL AND mode = @exact THEN 1 ELSE 0 END), 0),
                coalesce(sum(CASE WHEN deleted IS NULL THEN source_bytes ELSE 0 END), 0),
                coalesce(sum(CASE WHEN deleted IS NULL THEN stored_bytes ELSE 0 END), 0),
                count(deleted),
                coalesce(sum(CASE WHEN deleted IS NULL THEN 0 ELSE stored_bytes END), 0)
            FROM pictures
            """, new() { ["original"] = (long)StoredMode.Original, ["exact"] = (long)StoredMode.Exact },
            row => new StoreStatistics(Get(row, 0), Get(row, 1), Get(row, 2), Get(row, 3), Get(row, 4), Get(row, 5), Get(row, 6)),
            cancellationToken).ConfigureAwait(false)).Single();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>Sums are of a wider type in some databases.</summary>
    private static long Get(DbDataReader row, int column)
        => Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The columns' parameters, and their values.</summary>
    private static (string Names, Dictionary<string, object?> Values) ValuesOf(StoredPicture picture)
    {
        string[] names = PictureRow.Columns.Split(", ");
        return ($"@{string.Join(", @", names)}",
            names.Zip(PictureRow.Values(picture)).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
