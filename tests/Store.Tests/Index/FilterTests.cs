using VaeCodec.Store.Index;
using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Index;

/// <summary>Filters take what they say, in order, beyond the first page.</summary>
public abstract class FilterTests(StoreKind kind) : IAsyncLifetime
{
    private const int Pictures = 2500;
    private EmptyIndex? _empty;
    private SqlPictureIndex _index = null!;

    public async ValueTask InitializeAsync()
    {
        _empty = await EmptyIndex.CreateAsync(kind);
        _index = _empty.Index;
    }

    public async ValueTask DisposeAsync()
    {
        if (_empty is not null) // not where the test was skipped
            await _empty.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task PagesJoin()
    {
        // Many at the same time: the order goes on by id.
        for (int i = 0; i < Pictures; i++)
            await _index.AddAsync(Picture(i, taken: new DateTime(2020, 1, 1).AddDays(i % 7)), CancellationToken.None);
        List<StoredPicture> all = await ListAsync(new());
        Assert.Equal(Pictures, all.Select(picture => picture.Id).Distinct().Count());
        Assert.Equal(all.OrderByDescending(picture => picture.Taken).ThenByDescending(picture => picture.Id, StringComparer.Ordinal)
            .Select(picture => picture.Id), all.Select(picture => picture.Id));
        Assert.Equal(all.Take(1500).Select(picture => picture.Id), (await ListAsync(new() { Limit = 1500 })).Select(picture => picture.Id));
    }

    [Fact]
    public async Task EachConditionCounts()
    {
        await _index.AddAsync(Picture(1, new DateTime(2021, 5, 1), "Nikon D750", 100, 100), CancellationToken.None);
        await _index.AddAsync(Picture(2, new DateTime(2021, 6, 1), "Canon 100% _x!", 2000, 1000), CancellationToken.None);
        await _index.AddAsync(Picture(3, null, null, 300, 10), CancellationToken.None); // put on 1 January 2024
        await _index.TagAsync(Id(1), ["sea", "sky"], [], CancellationToken.None);
        await _index.TagAsync(Id(2), ["sea"], [], CancellationToken.None);

        await AssertAsync(new() { From = new DateTime(2021, 6, 1) }, 3, 2);
        await AssertAsync(new() { Before = new DateTime(2021, 6, 1) }, 1);
        await AssertAsync(new() { MinPixels = 10_000 }, 2, 1);
        await AssertAsync(new() { MaxPixels = 9_999 }, 3);
        await AssertAsync(new() { Camera = "nIKON" }, 1);
        await AssertAsync(new() { Camera = "0% _X!" }, 2);
        await AssertAsync(new() { Camera = "%" }, 2);
        await AssertAsync(new() { Tags = ["sea"] }, 2, 1);
        await AssertAsync(new() { Tags = ["sea", "sky"] }, 1);
        await AssertAsync(new() { Tags = ["' OR 1=1 --"] });
        await AssertAsync(new() { Tags = ["sea"], MinPixels = 20_000 }, 2);
        Assert.Equal(["sea", "sky"], (await ListAsync(new() { Camera = "Nikon" })).Single().Tags);
        await _index.TagAsync(Id(1), ["sky"], ["sea"], CancellationToken.None);
        Assert.Equal(["sky"], (await ListAsync(new() { Camera = "Nikon" })).Single().Tags);
    }

    private static string Id(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    private static StoredPicture Picture(int number, DateTime? taken, string? camera = null, int width = 1, int height = 1) => new()
    {
        Id = Id(number),
        Name = $"{number}",
        Width = width,
        Height = height,
        Channels = 3,
        Format = ".vaec",
        Mode = StoredMode.Lossy,
        SourceBytes = 1,
        StoredBytes = 1,
        Taken = taken,
        Added = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Camera = camera,
    };

    private async Task<List<StoredPicture>> ListAsync(PictureFilter filter)
        => await _index.ListAsync(filter, CancellationToken.None).ToListAsync();

    private async Task AssertAsync(PictureFilter filter, params int[] numbers)
        => Assert.Equal(numbers.Select(Id), (await ListAsync(filter)).Select(picture => picture.Id));
}

/// <summary>Over SQLite.</summary>
public sealed class SqliteFilterTests() : FilterTests(StoreKind.Folder);

/// <summary>Over PostgreSQL.</summary>
public sealed class PostgresFilterTests() : FilterTests(StoreKind.Remote);
