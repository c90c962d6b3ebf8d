using VaeCodec.Store.Remote;
using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Store.Tests.Remote;

/// <summary>Where stores can be, and where not.</summary>
public class StoreLocationTests
{
    [Fact]
    public async Task ADatabaseAndABucketAreOfOneStore()
    {
        RemoteServers servers = await RemoteServers.GetAsync();
        (string database, string blobs) = servers.NewPlace();
        await (await StoreLocation.CreateAsync(database, blobs)).DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => StoreLocation.CreateAsync(database, servers.NewPlace().Blobs));
        IOException taken = await Assert.ThrowsAsync<IOException>(() => StoreLocation.CreateAsync(servers.NewPlace().Database, blobs));
        Assert.Contains("there is something in it", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotThereIsToldAsSuch()
    {
        RemoteServers servers = await RemoteServers.GetAsync();
        (string database, string blobs) = servers.NewPlace();
        IOException none = await Assert.ThrowsAsync<IOException>(() => StoreLocation.OpenAsync(database));
        Assert.Contains("is no store", none.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => StoreLocation.OpenAsync("postgresql://postgres@127.0.0.1:1/none"));
        string bucket = blobs.Replace("s3://place", "s3://nowhere", StringComparison.Ordinal);
        IOException missing = await Assert.ThrowsAsync<IOException>(() => StoreLocation.CreateAsync(database, bucket));
        Assert.Contains("s3://nowhere", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABucketThatIsGoneIsNoMissingBlob()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Remote);
        await using VaeCodec.Store.Blobs.IBlobStore gone = StoreLocation.BlobsAt((await RemoteServers.GetAsync()).NewPlace().Blobs
            .Replace("s3://place", "s3://nowhere", StringComparison.Ordinal));
        await Assert.ThrowsAsync<IOException>(() => gone.GetAsync("a", CancellationToken.None));
        Assert.Null(await at.BlobStore.GetAsync("a", CancellationToken.None));
    }

    [Fact]
    public async Task BlobsMayBeInAFolderThatAllShare()
    {
        using var scratch = new ScratchFolder();
        string database = (await RemoteServers.GetAsync()).NewPlace().Database, id;
        await using (IPictureStore made = await StoreLocation.CreateAsync(database, scratch["blobs"]))
            id = (await made.PutAsync(EmptyStore.Tiny(1), "a")).Picture.Id;
        await using IPictureStore store = await StoreLocation.OpenAsync(database);
        Assert.Equal(EmptyStore.Tiny(1).Pixels.Length, (await store.GetPixelsAsync(id)).Pixels.Length);
        VerifyReport report = await store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        Assert.Equal((1L, 0, 0L, 0L), (report.Pictures, report.Faults.Count, report.OrphansRemoved, report.OrphansLeft));
    }

    [Fact]
    public async Task AFolderThatIsNotMountedIsNotMadeAnew()
    {
        using var scratch = new ScratchFolder();
        string database = (await RemoteServers.GetAsync()).NewPlace().Database;
        await (await StoreLocation.CreateAsync(database, scratch["blobs"])).DisposeAsync();
        Directory.Move(scratch["blobs"], scratch["elsewhere"]);
        IOException away = await Assert.ThrowsAsync<IOException>(() => StoreLocation.OpenAsync(database));
        Assert.Contains("are not there on", away.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch["blobs"]));
        Directory.CreateDirectory(scratch["blobs"]); // the empty folder to mount it on
        await Assert.ThrowsAsync<IOException>(() => StoreLocation.OpenAsync(database));
        Directory.Delete(scratch["blobs"]);
        Directory.Move(scratch["elsewhere"], scratch["blobs"]);
        await (await StoreLocation.OpenAsync(database)).DisposeAsync();
    }

    [Fact]
    public async Task AFolderIsAStoreToo()
    {
        using var scratch = new ScratchFolder();
        await (await StoreLocation.CreateAsync(scratch["store"])).DisposeAsync();
        await using IPictureStore store = await StoreLocation.OpenAsync(scratch["store"]);
        Assert.Equal(0, (await store.GetStatisticsAsync()).Pictures);
        await Assert.ThrowsAsync<VaeCodecException>(() => StoreLocation.CreateAsync(scratch["other"], "s3://bucket"));
    }
}
