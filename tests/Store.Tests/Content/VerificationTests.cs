using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Content;

/// <summary>A check finds what is wrong, and removes what nothing tells of and nothing else.</summary>
public class VerificationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADamagedBlobIsFound(bool pixels)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        await at.Store.PutAsync(EmptyStore.Tiny(1), "sound");
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(2), "damaged")).Picture.Id;
        string blob = at.Blobs.Single(file => file.Contains(id, StringComparison.Ordinal));
        byte[] content = await File.ReadAllBytesAsync(blob);
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(blob, content);
        VerifyReport report = await at.Store.VerifyAsync(new() { Pixels = pixels });
        StoreFault fault = Assert.Single(report.Faults);
        Assert.Equal((id, "damaged", 2), (fault.Id, fault.Name, report.Pictures));
        Assert.Equal(VaeCodecErrorKind.Corrupt, (await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.ReadAsync(id))).Kind);
    }

    [Fact]
    public async Task AMissingBlobIsFound()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        await at.Store.PutAsync(EmptyStore.Tiny(1), "lost");
        File.Delete(Assert.Single(at.Blobs));
        Assert.Contains("missing", Assert.Single((await at.Store.VerifyAsync()).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeReadIsFound()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "unreadable")).Picture.Id, blob = Assert.Single(at.Blobs);
        await at.Store.PutAsync(EmptyStore.Tiny(2), "sound");
        File.Delete(blob);
        Directory.CreateDirectory(blob); // reading it is UnauthorizedAccessException
        VerifyReport report = await at.Store.VerifyAsync();
        Assert.Equal((id, 2L), (Assert.Single(report.Faults).Id, report.Pictures));
    }

    [Fact]
    public async Task FaultsAreToldThoughTheBlobsCannotBeListed()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        string id = (await at.Store.PutAsync(EmptyStore.Tiny(1), "lost")).Picture.Id;
        Directory.Delete(Path.Combine(at.Folder, "blobs"), recursive: true);
        Assert.Equal([id, ""], (await at.Store.VerifyAsync()).Faults.Select(fault => fault.Id));
    }

    [Fact]
    public async Task OrphansGoAndFilesOfOthersStay()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        await at.Store.PutAsync(EmptyStore.Tiny(1), "kept");
        string blob = Assert.Single(at.Blobs), folder = Path.GetDirectoryName(blob)!;
        string orphan = blob.Replace(Path.GetFileName(blob)[65..], "0123456789abcdef.vaec", StringComparison.Ordinal);
        string[] others = [orphan, orphan + ".part", Path.Combine(folder, "notes.txt")];
        foreach (string file in others)
            await File.WriteAllTextAsync(file, "x");
        VerifyReport young = await at.Store.VerifyAsync();
        Assert.Equal((0L, 2L), (young.OrphansRemoved, young.OrphansLeft));
        VerifyReport old = await at.Store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        Assert.Equal((2L, 0L, 0), (old.OrphansRemoved, old.OrphansLeft, old.Faults.Count));
        Assert.Equal([blob, others[2]], at.Blobs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DeletedPicturesAreCheckedToo()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        await at.Store.DeleteAsync((await at.Store.PutAsync(EmptyStore.Tiny(1), "a")).Picture.Id);
        VerifyReport report = await at.Store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        Assert.Equal((1L, 0L), (report.Pictures, report.OrphansRemoved));
    }
}
