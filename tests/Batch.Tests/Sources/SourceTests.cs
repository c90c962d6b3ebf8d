using VaeCodec.Batch.Sources;
using VaeCodec.Store.Remote;
using VaeCodec.Store.Remote.S3;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Batch.Tests.Sources;

/// <summary>Sources name their pictures, and nothing else, and give them.</summary>
public class SourceTests
{
    private static readonly byte[] s_head = [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', 1, 2, 3, 4, 5, 6, 7, 8, 9];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AFolderIsWalked()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["a/b"]);
        foreach (string name in new[] { "1.png", "a/2.JPG", "a/b/3.vaec", "a/notes.txt" })
            await File.WriteAllBytesAsync(scratch[name], s_head, Stop);
        Directory.CreateSymbolicLink(scratch["a/circle"], scratch.Path);
        await using ISource source = Source.Open(Source.Whole(scratch.Path));
        Assert.Equal(["1.png", "a/2.JPG", "a/b/3.vaec"], await source.ListAsync(Stop).Order(StringComparer.Ordinal).ToListAsync(Stop));
        Assert.Equal(s_head, await source.ReadAsync("a/2.JPG", Stop));
        Assert.Null(await source.ReadAsync("a/none.png", Stop));
        await Assert.ThrowsAsync<VaeCodecException>(() => source.ReadAsync("/dev/zero", Stop));
        Assert.False(await source.IsAwayAsync(Stop));
        Assert.Throws<IOException>(() => Source.Whole(scratch["1.png"]));
    }

    [Fact]
    public async Task AFolderThatMayNotBeReadIsPassedOver()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "nothing is denied to who runs this");
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["lost+found"]);
        await File.WriteAllBytesAsync(scratch["1.png"], s_head, Stop);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(scratch["lost+found"], UnixFileMode.None);
        await using ISource source = Source.Open(scratch.Path), denied = Source.Open(scratch["lost+found"]);
        Assert.Equal(["1.png"], await source.ListAsync(Stop).ToListAsync(Stop));
        Assert.True(await denied.IsAwayAsync(Stop));
        await Assert.ThrowsAsync<IOException>(async () => await denied.ListAsync(Stop).ToListAsync(Stop));
        await Assert.ThrowsAsync<IOException>(() => denied.ReadAsync("1.png", Stop));
    }

    [Fact]
    public async Task WhatIsTooLargeIsNotRead()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch["large.png"], s_head, Stop);
        await using (FileStream file = File.OpenWrite(scratch["large.png"]))
            file.SetLength((1L << 30) + 1); // a hole
        await using ISource source = Source.Open(scratch.Path);
        await Assert.ThrowsAsync<VaeCodecException>(() => source.ReadAsync("large.png", Stop));
    }

    [Fact]
    public async Task AFolderThatThisMachineLacksIsNoMissingPicture()
    {
        await using ISource source = Source.Open("/nowhere/on/this/machine");
        IOException away = await Assert.ThrowsAsync<IOException>(() => source.ReadAsync("a.png", Stop));
        Assert.Contains("is not there on", away.Message, StringComparison.Ordinal);
        Assert.True(await source.IsAwayAsync(Stop));
    }

    [Fact]
    public async Task ABucketIsListed()
    {
        string place = (await RemoteServers.GetAsync()).NewPlace().Blobs;
        await using (Store.Blobs.IBlobStore blobs = StoreLocation.BlobsAt(place))
        {
            foreach (string key in new[] { "a/1.png", "2.jpeg", "readme.md" })
                await blobs.PutAsync(key, s_head, Stop);
        }

        await using ISource source = Source.Open(Source.Whole(place));
        Assert.Equal(["2.jpeg", "a/1.png"], await source.ListAsync(Stop).Order(StringComparer.Ordinal).ToListAsync(Stop));
        Assert.Equal(s_head, await source.ReadAsync("a/1.png", Stop));
        Assert.Null(await source.ReadAsync("none.png", Stop));
        Assert.False(await source.IsAwayAsync(Stop));
        await using (var objects = new S3Blobs(new(place)))
            await Assert.ThrowsAsync<VaeCodecException>(() => objects.GetAsync("a/1.png", s_head.Length - 1, Stop));
        await using ISource gone = Source.Open(place.Replace("s3://place", "s3://nowhere", StringComparison.Ordinal));
        Assert.True(await gone.IsAwayAsync(Stop));
    }
}
