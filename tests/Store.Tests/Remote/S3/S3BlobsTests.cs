using VaeCodec.Store.Blobs;
using VaeCodec.Store.Remote;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Store.Tests.Remote.S3;

/// <summary>Objects come back as they were put, and only those of the prefix are seen.</summary>
public class S3BlobsTests
{
    private const int MoreThanAPage = 1100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_000)] // beyond what the SDK would put in parts
    public async Task WhatIsPutComesBack(int bytes)
    {
        await using IBlobStore blobs = StoreLocation.BlobsAt((await RemoteServers.GetAsync()).NewPlace().Blobs);
        byte[] content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        await blobs.PutAsync("aa/bb/one.vaec", content, CancellationToken.None);
        Assert.Equal(content, await blobs.GetAsync("aa/bb/one.vaec", CancellationToken.None));
        await blobs.DeleteAsync("aa/bb/one.vaec", CancellationToken.None);
        await blobs.DeleteAsync("aa/bb/one.vaec", CancellationToken.None);
        Assert.Null(await blobs.GetAsync("aa/bb/one.vaec", CancellationToken.None));
    }

    [Fact]
    public async Task ListsGoBeyondTheFirstPage()
    {
        RemoteServers servers = await RemoteServers.GetAsync();
        string place = servers.NewPlace().Blobs;
        await using IBlobStore blobs = StoreLocation.BlobsAt(place),
            beside = StoreLocation.BlobsAt(place.Replace("?", "0?", StringComparison.Ordinal));
        await beside.PutAsync("of another", new byte[1], CancellationToken.None);
        await Parallel.ForAsync(0, MoreThanAPage, async (i, stop) => await blobs.PutAsync($"{i}", new byte[1], stop));
        List<BlobEntry> all = await blobs.ListAsync(CancellationToken.None).ToListAsync();
        Assert.Equal(Enumerable.Range(0, MoreThanAPage).Select(i => $"{i}").Order(StringComparer.Ordinal),
            all.Select(blob => blob.Key).Order(StringComparer.Ordinal));
        Assert.All(all, blob => Assert.InRange(blob.Written, DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(10)));
    }
}
