using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Content;

/// <summary>A check finds what is wrong, and removes what nothing tells of and nothing else.</summary>
public abstract class VerificationTests(StoreKind kind)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADamagedBlobIsFound(bool pixels)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        await at.Store.PutAsync(EmptyStore.Tiny(1), "sound");
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(2), "damaged")).Picture.Id;
        string blob = (await at.BlobsAsync()).Single(key => key.Contains(id, StringComparison.Ordinal));
        byte[] content = await at.ReadBlobAsync(blob);
        content[content.Length / 2] ^= 1;
        await at.WriteBlobAsync(blob, content);
        VerifyReport report = await at.Store.VerifyAsync(new() { Pixels = pixels });
        StoreFault fault = Assert.Single(report.Faults);
        Assert.Equal((id, "damaged", 2), (fault.Id, fault.Name, report.Pictures));
        Assert.Equal(VaeCodecErrorKind.Corrupt, (await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.ReadAsync(id))).Kind);
    }

    [Fact]
    public async Task AMissingBlobIsFound()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        await at.Store.PutAsync(EmptyStore.Tiny(1), "lost");
        await at.DeleteBlobAsync(Assert.Single(await at.BlobsAsync()));
        Assert.Contains("missing", Assert.Single((await at.Store.VerifyAsync()).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrphansGoAndFilesOfOthersStay()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        await at.Store.PutAsync(EmptyStore.Tiny(1), "kept");
        string blob = Assert.Single(await at.BlobsAsync()), folder = Path.GetDirectoryName(blob)!;
        string orphan = blob.Replace(Path.GetFileName(blob)[65..], "0123456789abcdef.vaec", StringComparison.Ordinal);
        string[] others = [orphan, orphan + ".part", folder + "/notes.txt"];
        foreach (string key in others)
            await at.WriteBlobAsync(key, [1]);
        VerifyReport young = await at.Store.VerifyAsync();
        Assert.Equal((0L, 2L), (young.OrphansRemoved, young.OrphansLeft));
        VerifyReport old = await at.Store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        Assert.Equal((2L, 0L, 0), (old.OrphansRemoved, old.OrphansLeft, old.Faults.Count));
        Assert.Equal([blob, others[2]], await at.BlobsAsync());
    }

    [Fact]
    public async Task DeletedPicturesAreCheckedToo()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        await at.Store.DeleteAsync((await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Picture.Id);
        VerifyReport report = await at.Store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        Assert.Equal((1L, 0L), (report.Pictures, report.OrphansRemoved));
    }
}

/// <summary>Over a folder.</summary>
public sealed class FolderVerificationTests() : VerificationTests(StoreKind.Folder)
{
    [Fact]
    public async Task WhatCannotBeReadIsFound()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder);
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "unreadable")).Picture.Id;
        string blob = Path.Combine(at.Location, "blobs", Assert.Single(await at.BlobsAsync()));
        await at.Store.PutAsync(EmptyStore.Tiny(2), "sound");
        File.Delete(blob);
        Directory.CreateDirectory(blob); // reading it is an IOException
        VerifyReport report = await at.Store.VerifyAsync();
        Assert.Equal((id, 2L), (Assert.Single(report.Faults).Id, report.Pictures));
    }

    [Fact]
    public async Task FaultsAreToldThoughTheBlobsCannotBeListed()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(StoreKind.Folder);
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "lost")).Picture.Id;
        Directory.Delete(Path.Combine(at.Location, "blobs"), recursive: true);
        Assert.Equal([id, ""], (await at.Store.VerifyAsync()).Faults.Select(fault => fault.Id));
    }
}

/// <summary>Over PostgreSQL and S3.</summary>
public sealed class RemoteVerificationTests() : VerificationTests(StoreKind.Remote);
