using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using VaeCodec.Store.Index;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests.Index;

/// <summary>Lookups in an index of many rows; VAECODEC_INDEX_ROWS=1000000 in the environment makes them that many, and the times are
/// printed.</summary>
public class LookupTests(ITestOutputHelper output)
{
    private const int Lookups = 1000, FewRows = 5000, FewLookups = 100;

    private int _lookups = FewLookups;

    [Fact]
    public async Task WhatIsLookedUpIsFound()
    {
        using var scratch = new ScratchFolder();
        int rows = int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_INDEX_ROWS"), CultureInfo.InvariantCulture, out int many)
            ? many : FewRows;
        _lookups = rows > FewRows ? Lookups : FewLookups;
        string file = scratch["index.sqlite"];
        await using SqlPictureIndex index = SqlPictureIndex.OverSqlite(file);
        await index.CreateAsync(CancellationToken.None);
        await FillAsync(file, rows);
        output.WriteLine($"{rows} rows, {(double)new FileInfo(file).Length / rows:F0} bytes a row");

        string[] ids = await SomeIdsAsync(file);
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

    private static async Task FillAsync(string file, int rows)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            INSERT INTO pictures ({PictureRow.Columns}, date)
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {rows})
            SELECT randomblob(32), 'folder/picture-' || n || '.jpg', lower(hex(randomblob(44))), randomblob(32), '.vaec', 1, 4000, 3000, 3,
                5000000, 1500000, 1577836800000 + n * 86400000 / 2000, 1577836800000, 'Camera ' || (n % 9), NULL,
                1577836800000 + (n * 86400000 / {Math.Max(1, rows / 1000)}) FROM numbers;
            INSERT INTO tags (tag, id) SELECT 'rare', id FROM pictures ORDER BY id LIMIT 100;
            PRAGMA wal_checkpoint(TRUNCATE);
            """;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string[]> SomeIdsAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT lower(hex(id)) FROM pictures ORDER BY random() LIMIT {Lookups}";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetString(0));
        return [.. ids];
    }

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
