using VaeCodec.Store.Blobs;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests.Blobs;

/// <summary>Blobs as files.</summary>
public class FolderBlobsTests
{
    [Fact]
    public async Task AKeyIsWrittenOnce()
    {
        using var scratch = new ScratchFolder();
        await using FolderBlobs blobs = FolderBlobs.Create(scratch["blobs"]);
        string key = BlobKey.New(new string('a', 64), ".vaec");
        await blobs.PutAsync(key, "first"u8.ToArray(), CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => blobs.PutAsync(key, "second"u8.ToArray(), CancellationToken.None));
        Assert.Equal("first"u8.ToArray(), await blobs.GetAsync(key, CancellationToken.None));
        Assert.Equal([key], await blobs.ListAsync(CancellationToken.None).Select(blob => blob.Key).ToListAsync());
        await blobs.DeleteAsync(key, CancellationToken.None);
        await blobs.DeleteAsync(key, CancellationToken.None);
        Assert.Null(await blobs.GetAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task AFolderThatVanishesIsMadeAgain()
    {
        using var scratch = new ScratchFolder();
        await using FolderBlobs blobs = FolderBlobs.Create(scratch["far//down/blobs/"]);
        for (int round = 0; round < 2; round++)
        {
            string key = BlobKey.New(new string('a', 64), ".vaec");
            await blobs.PutAsync(key, "x"u8.ToArray(), CancellationToken.None);
            Assert.Equal([key], await blobs.ListAsync(CancellationToken.None).Select(blob => blob.Key).ToListAsync());
            Directory.Delete(scratch["far/down/blobs/aa"], recursive: true);
        }
    }

    [Fact]
    public async Task WhatMayNotBeReadOrWrittenIsAnIOException()
    {
        using var scratch = new ScratchFolder();
        await using FolderBlobs blobs = FolderBlobs.Create(scratch["blobs"]);
        Directory.CreateDirectory(scratch["blobs/a"]); // to .NET, access to it as a file is denied
        await Assert.ThrowsAsync<IOException>(() => blobs.GetAsync("a", CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => blobs.DeleteAsync("a", CancellationToken.None));
    }

    [Fact]
    public void AnIdIsFoundInItsKeyOnly()
    {
        string id = string.Concat(Enumerable.Repeat("0a", 32));
        Assert.Equal(id, BlobKey.IdOf(BlobKey.New(id, ".jpg")));
        Assert.All(new[] { "notes.txt", id, $"{id}.vaec", $"{id.ToUpperInvariant()}-0123456789abcdef.vaec", $"{id}-.vaec" },
            name => Assert.Null(BlobKey.IdOf($"0a/0a/{name}")));
    }
}
