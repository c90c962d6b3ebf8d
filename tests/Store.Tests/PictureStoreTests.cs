using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images;
using VaeCodec.Store.Remote;
using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests;

/// <summary>What a store's users rely on.</summary>
public abstract class PictureStoreTests(StoreKind kind)
{
    [Fact]
    public async Task WhatIsPutComesBack()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        PixelImage picture = Photo.Crop(64, 48) with { Metadata = Samples.All(3) };
        PutResult put = await at.Store.PutAsync(picture, "a/b.png");
        Assert.Equal(PutStatus.Added, put.Status);
        byte[] file = await at.Store.ReadAsync(put.Picture.Id);
        PixelImage decoded = await at.Store.GetPixelsAsync(put.Picture.Id);
        Assert.Equal(new VaeDecoder().Decode(file).Pixels, decoded.Pixels);
        Samples.AssertEqual(picture.Metadata, decoded.Metadata);
        StoredPicture found = (await at.Store.FindAsync(put.Picture.Id[..8]))!;
        Assert.Equal(put.Picture with { Tags = [], BlobHash = [] }, found with { Tags = [], BlobHash = [] });
        Assert.Equal(("a/b.png", 64, 48, 3, ".vaec", (long)file.Length),
            (found.Name, found.Width, found.Height, found.Channels, found.Format, found.StoredBytes));
    }

    [Fact]
    public async Task ItIsThereAfterReopening()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind, new() { Encoder = new() { Mode = Mode.Lossless() } });
        PixelImage picture = Photo.Crop(40, 30);
        PutResult put = await at.Store.PutAsync(picture, "a");
        await using IPictureStore again = await StoreLocation.OpenAsync(at.Location);
        Assert.True(again.Policy.Encoder.Mode.IsLossless);
        Assert.Equal(picture.Pixels, (await again.GetPixelsAsync(put.Picture.Id)).Pixels);
        Assert.Equal(StoredMode.Exact, (await again.FindAsync(put.Picture.Id))!.Mode);
    }

    [Fact]
    public async Task TheSameSourceIsKeptOnce()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        byte[] file = await File.ReadAllBytesAsync(Corpus.PathOf("tiny.png"));
        PutResult first = await at.Store.PutAsync(file, "one"), second = await at.Store.PutAsync(file, "two");
        Assert.Equal((PutStatus.Added, PutStatus.Present), (first.Status, second.Status));
        Assert.Equal("one", second.Picture.Name);
        Assert.Single(await at.BlobsAsync());
    }

    [Fact]
    public async Task PutAtOnceItIsKeptOnce()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        PutResult[] all = await Task.WhenAll(Enumerable.Range(0, 24)
            .Select(i => Task.Run(() => at.Store.PutAsync(EmptyStore.Tiny(i % 3), $"{i}"))));
        Assert.Equal(3, all.Count(put => put.Status == PutStatus.Added));
        Assert.Equal(3, (await at.BlobsAsync()).Length);
        VerifyReport report = await at.Store.VerifyAsync();
        Assert.Equal((3, 0, 0), (report.Pictures, report.Faults.Count, report.OrphansLeft));
    }

    [Fact]
    public async Task TheOriginalIsKeptWhereItIsSmaller()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind, new() { Encoder = new() { Mode = Mode.Lossless() } });
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(96, 64), ".jpg", new() { Quality = 20 });
        StoredPicture picture = (await at.Store.PutAsync(jpeg, "small.jpg")).Picture;
        Assert.Equal((StoredMode.Original, ".jpg"), (picture.Mode, picture.Format));
        Assert.Equal(jpeg, await at.Store.ReadAsync(picture.Id));
        Assert.Equal(ImageFile.Load(jpeg).Pixels, (await at.Store.GetPixelsAsync(picture.Id)).Pixels);
    }

    [Fact]
    public async Task WhatWouldLoseMoreThanAskedForIsKeptAsItIs()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        byte[] animation = AnimatedGif(frames: 3), deep = await File.ReadAllBytesAsync(Corpus.PathOf("deep.png"));
        Assert.Equal(StoredMode.Original, (await at.Store.PutAsync(animation, "a.gif")).Picture.Mode);
        StoredPicture kept = (await at.Store.PutAsync(deep, "deep.png")).Picture;
        Assert.Equal(StoredMode.Original, kept.Mode);
        Assert.Equal(deep, await at.Store.ExportAsync(kept.Id, ".png"));

        static byte[] AnimatedGif(int frames) => Images.Tests.Support.AnimatedGif.Flat(6, 6, frames);
    }

    [Fact]
    public async Task WhatIsKeptComesOutUnderEveryNameOfItsFormat()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        byte[] deep = [.. "P6 1 1 65535\n"u8, 1, 2, 3, 4, 5, 6];
        StoredPicture kept = (await at.Store.PutAsync(deep, "deep.ppm")).Picture;
        foreach (string suffix in new[] { ".pnm", ".ppm", ".PGM" })
            Assert.Equal(deep, await at.Store.ExportAsync(kept.Id, suffix));
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(96, 64), ".jpg", new() { Quality = 20 });
        kept = (await at.Store.PutAsync(jpeg, "small.jpg", new() { Encoder = new() { Mode = Mode.Lossless() } })).Picture;
        foreach (string suffix in new[] { ".jpg", ".jpeg", ".JPE", ".jfif" })
            Assert.Equal(jpeg, await at.Store.ExportAsync(kept.Id, suffix));
    }

    [Fact]
    public async Task WhatIsLeftOutOnTheWayOutIsTold()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        List<string> lost = [], lostOfAnimation = [];
        string deep = (await at.Store.PutAsync(await File.ReadAllBytesAsync(Corpus.PathOf("deep.png")), "deep.png")).Picture.Id;
        await at.Store.GetPixelsAsync(deep, onWarning: lost.Add);
        await at.Store.ExportAsync(deep, ".webp", new() { OnWarning = lost.Add });
        Assert.Equal(2, lost.Count(line => line.Contains("16 bits", StringComparison.Ordinal)));
        string animation = (await at.Store.PutAsync(Images.Tests.Support.AnimatedGif.Flat(6, 6, 3), "a.gif")).Picture.Id;
        await at.Store.ExportAsync(animation, ".png", new() { OnWarning = lostOfAnimation.Add });
        Assert.Contains("3 frames", Assert.Single(lostOfAnimation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatIsLeftOutOnTheWayInIsToldIfTheOriginalIsNotKept(bool keeps)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        List<string> lost = [];
        var policy = new StorePolicy
        {
            KeepSmallerOriginal = keeps,
            KeepIncompleteOriginal = keeps,
            Reading = new() { OnWarning = lost.Add },
        };
        byte[] deep = await File.ReadAllBytesAsync(Corpus.PathOf("deep.png"));
        StoredPicture picture = (await at.Store.PutAsync(deep, "deep.png", policy)).Picture;
        Assert.Equal(keeps, picture.Mode == StoredMode.Original);
        Assert.Equal(keeps ? 0 : 1, lost.Count(line => line.Contains("16 bits", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ItsSourceRepairsADamagedPicture(bool isThere, bool deleted)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        StoredPicture first = (await at.Store.PutAsync(EmptyStore.Tiny(1), "first")).Picture;
        byte[] sound = await at.Store.ReadAsync(first.Id), damaged = [.. sound];
        await at.Store.TagAsync(first.Id, ["sea"]);
        damaged[^1] ^= 1;
        if (isThere)
            await at.WriteBlobAsync(Assert.Single(await at.BlobsAsync()), damaged);
        else
            await at.DeleteBlobAsync(Assert.Single(await at.BlobsAsync()));
        if (deleted)
            await at.Store.DeleteAsync(first.Id);
        PutResult again = await at.Store.PutAsync(EmptyStore.Tiny(1), "second");
        Assert.Equal((PutStatus.Repaired, "first"), (again.Status, again.Picture.Name));
        Assert.Equal(sound, await at.Store.ReadAsync(first.Id));
        Assert.Single(await at.BlobsAsync());
        Assert.Equal(["sea"], (await at.Store.FindAsync(first.Id))!.Tags);
        Assert.Empty((await at.Store.VerifyAsync()).Faults);
        Assert.Equal(PutStatus.Present, (await at.Store.PutAsync(EmptyStore.Tiny(1), "third")).Status);
    }

    [Fact]
    public async Task AVaecFileIsKeptAsItIs()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        byte[] file = new VaeEncoder().Encode(Photo.Crop(48, 48)).Bytes;
        StoredPicture picture = (await at.Store.PutAsync(file, "a.vaec")).Picture;
        Assert.Equal(StoredMode.Lossy, picture.Mode);
        Assert.Equal(file, await at.Store.ReadAsync(picture.Id));
        file[^6] ^= 1;
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync(file, "damaged.vaec"));
        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
    }

    [Fact]
    public async Task ItIsExportedInOtherFormats()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        StoredPicture picture = (await at.Store.PutAsync(Photo.Crop(40, 24), "a")).Picture;
        byte[] png = await at.Store.ExportAsync(picture.Id, ".png");
        Assert.Equal((await at.Store.GetPixelsAsync(picture.Id)).Pixels, ImageFile.Load(png).Pixels);
        Assert.Equal(await at.Store.ReadAsync(picture.Id), await at.Store.ExportAsync(picture.Id, ".VAEC"));
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.ExportAsync(picture.Id, ".doc"));
    }

    [Fact]
    public async Task WhatIsNoPictureLeavesNothing()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync("not a picture"u8.ToArray(), "a.png"));
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync(ReadOnlyMemory<byte>.Empty, "empty.png"));
        Assert.Empty(await at.BlobsAsync());
        Assert.Equal(0, (await at.Store.GetStatisticsAsync()).Pictures);
    }

    [Fact]
    public async Task WhatIsNoPictureIsNotReadToItsEnd()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        using var endless = new MemoryStream(new byte[1 << 20]);
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutStreamAsync(endless, "zero"));
        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
        Assert.InRange(endless.Position, 1, 4096);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("../../etc/passwd")]
    [InlineData("abcg")]
    [InlineData("")]
    public async Task AnIdIsHexadecimal(string id)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.FindAsync(id));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public async Task ANameIsText(int character)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(kind);
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(
            () => at.Store.PutAsync(EmptyStore.Tiny(1), $"a{(char)character}b"));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Equal("\U0001F5FB", (await at.Store.PutAsync(EmptyStore.Tiny(1), "\U0001F5FB")).Picture.Name);
    }
}

/// <summary>Over a folder.</summary>
public sealed class FolderPictureStoreTests() : PictureStoreTests(StoreKind.Folder)
{
    [Fact]
    public async Task AStoreTakesAFolderOfItsOwn()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["mine.txt"], "mine");
        await Assert.ThrowsAsync<IOException>(() => PictureStore.CreateAsync(scratch.Path));
        await Assert.ThrowsAsync<IOException>(() => PictureStore.OpenAsync(scratch.Path));
        Assert.Equal(["mine.txt"], scratch.Names);
    }
}

/// <summary>Over PostgreSQL and S3.</summary>
public sealed class RemotePictureStoreTests() : PictureStoreTests(StoreKind.Remote);
