using System.Diagnostics;
using System.Globalization;
using VaeCodec.Store.Index;
using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Index;

/// <summary>Lookups in an index of many rows; VAECODEC_INDEX_ROWS=1000000 in the environment makes them that many, and the times are
/// printed.</summary>
public class LookupTests(ITestOutputHelper output)
{
    private const int Lookups = 1000, FewRows = 5000, FewLookups = 100;

    private int _lookups = FewLookups;

    [Theory]
    [InlineData(StoreKind.Folder)]
    [InlineData(StoreKind.Remote)]
    public async Task WhatIsLookedUpIsFound(StoreKind kind)
    {
        int rows = int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_INDEX_ROWS"), CultureInfo.InvariantCulture, out int many)
            ? many : FewRows;
        _lookups = rows > FewRows ? Lookups : FewLookups;
        await using EmptyIndex at = await EmptyIndex.CreateAsync(kind);
        SqlPictureIndex index = at.Index;
        await at.ExecuteAsync(kind == StoreKind.Folder ? FillSqlite(rows) : FillPostgres(rows));
        long bytes = (await at.QueryAsync<long>(kind == StoreKind.Folder
            ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            : "SELECT (pg_total_relation_size('pictures') + pg_total_relation_size('tags'))::bigint")).Single();
        output.WriteLine($"{rows} rows, {(double)bytes / rows:F0} bytes a row");

        string[] ids = [.. (await at.QueryAsync<byte[]>($"SELECT id FROM pictures ORDER BY random() LIMIT {Lookups}"))
            .Select(Convert.ToHexStringLower)];
        await TimeAsync("by id", async i => Assert.Equal(ids[i], Assert.Single(await FindAsync(ids[i])).Id));
        await TimeAsync("by 16 digits", async i => Assert.Contains(ids[i], (await FindAsync(ids[i][..16])).Select(found => found.Id)));
        await TimeAsync("of none", async i => Assert.Empty(await FindAsync(ids[i][..32] + new string('0', 32))));
        await TimeAsync("latest 20", async _ => Assert.Equal(20, await CountAsync(new() { Limit = 20 })));
        await TimeAsync("20 before a day", async i => Assert.Equal(20, await CountAsync(new()
        {
            Before = new DateTime(2021, 1, 1).AddDays(i % 300),
            Limit = 20,
        })));
        await TimeAsync("20 of a tag", async _ => Assert.Equal(20, await CountAsync(new() { Tags = ["rare"], Limit = 20 })));

        Task<IReadOnlyList<StoredPicture>> FindAsync(string id) => index.FindAsync(id, 2, CancellationToken.None);

        async Task<int> CountAsync(PictureFilter filter) => await index.ListAsync(filter, CancellationToken.None).CountAsync();
    }

    private static string FillSqlite(int rows) => $"""
        INSERT INTO pictures ({PictureRow.Columns}, date)
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {rows})
        SELECT randomblob(32), {Rest("lower(hex(randomblob(44)))", "randomblob(32)", rows)} FROM numbers;
        INSERT INTO tags (tag, id) SELECT 'rare', id FROM pictures ORDER BY id LIMIT 100;
        PRAGMA wal_checkpoint(TRUNCATE);
        """;

    private static string FillPostgres(int rows) => $"""
        INSERT INTO pictures ({PictureRow.Columns}, date)
        SELECT sha256(n::text::bytea), {Rest("substr(encode(sha512(n::text::bytea), 'hex'), 1, 88)", "sha256((-n)::text::bytea)", rows)}
            FROM generate_series(0::bigint, {rows - 1}) AS numbers (n);
        INSERT INTO tags (tag, id) SELECT 'rare', id FROM pictures ORDER BY id LIMIT 100;
        ANALYZE pictures;
        ANALYZE tags;
        """;

    /// <summary>The columns behind the id of row n.</summary>
    private static string Rest(string blob, string hash, int rows) => $"""
        'folder/picture-' || n || '.jpg', {blob}, {hash}, '.vaec', 1, 4000, 3000, 3, 5000000, 1500000,
            1577836800000 + n * 86400000 / 2000, 1577836800000, 'Camera ' || (n % 9), NULL,
            1577836800000 + (n * 86400000 / {Math.Max(1, rows / 1000)})
        """;

    private async Task TimeAsync(string what, Func<int, Task> look)
    {
        double[] times = new double[_lookups];
        for (int i = 0; i < _lookups; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await look(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: p50 {times[_lookups / 2]:F2} ms, p99 {times[_lookups * 99 / 100]:F2} ms"));
    }
}
