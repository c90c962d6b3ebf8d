using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests;

/// <summary>Deleted pictures come back until they are purged.</summary>
public abstract class DeletionTests(StoreKind kind)
{
    [Fact]
    public async Task ADeletedPictureIsNotFoundAndComesBack()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Picture.Id;
        await at.Store.DeleteAsync(id);
        Assert.Empty(await at.Store.ListAsync().ToListAsync());
        Assert.Single(await at.Store.ListAsync(new() { Deleted = true }).ToListAsync());
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.ReadAsync(id));
        await at.Store.RestoreAsync(id);
        Assert.NotEmpty(await at.Store.ReadAsync(id));
        await at.Store.DeleteAsync(id);
        Assert.Equal(PutStatus.Restored, (await at.Store.PutAsync(EmptyStore.Tiny(1), "b")).Status);
        Assert.NotEmpty(await at.Store.ReadAsync(id));
    }

    [Fact]
    public async Task WhatIsInItsGraceIsNotPurged()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Picture.Id;
        await at.Store.PutAsync(EmptyStore.Tiny(2), "b");
        await at.Store.DeleteAsync(id);
        Assert.Equal(0, await at.Store.PurgeAsync(TimeSpan.FromHours(1)));
        Assert.Equal(2, (await at.BlobsAsync()).Length);
        Assert.Equal(1, await at.Store.PurgeAsync(TimeSpan.Zero));
        Assert.Single(await at.BlobsAsync());
        Assert.Null(await at.Store.FindAsync(id));
        Assert.Equal(PutStatus.Added, (await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Status);
    }
}

/// <summary>Over a folder.</summary>
public sealed class FolderDeletionTests() : DeletionTests(StoreKind.Folder);

/// <summary>Over PostgreSQL and S3.</summary>
public sealed class RemoteDeletionTests() : DeletionTests(StoreKind.Remote);
