using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images;
using VaeCodec.Store.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Store.Tests;

/// <summary>What a store's users rely on.</summary>
public class PictureStoreTests
{
    [Fact]
    public async Task WhatIsPutComesBack()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
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
        await using EmptyStore at = await EmptyStore.CreateAsync(new() { Encoder = new() { Mode = Mode.Lossless() } });
        PixelImage picture = Photo.Crop(40, 30);
        PutResult put = await at.Store.PutAsync(picture, "a");
        await using IPictureStore again = await PictureStore.OpenAsync(at.Folder);
        Assert.True(again.Policy.Encoder.Mode.IsLossless);
        Assert.Equal(picture.Pixels, (await again.GetPixelsAsync(put.Picture.Id)).Pixels);
        Assert.Equal(StoredMode.Exact, (await again.FindAsync(put.Picture.Id))!.Mode);
    }

    [Fact]
    public async Task TheSameSourceIsKeptOnce()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        byte[] file = await File.ReadAllBytesAsync(Corpus.PathOf("tiny.png"));
        PutResult first = await at.Store.PutAsync(file, "one"), second = await at.Store.PutAsync(file, "two");
        Assert.Equal((PutStatus.Added, PutStatus.Present), (first.Status, second.Status));
        Assert.Equal("one", second.Picture.Name);
        Assert.Single(at.Blobs);
    }

    [Fact]
    public async Task PutAtOnceItIsKeptOnce()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        PutResult[] all = await Task.WhenAll(Enumerable.Range(0, 24)
            .Select(i => Task.Run(() => at.Store.PutAsync(EmptyStore.Tiny(i % 3), $"{i}"))));
        Assert.Equal(3, all.Count(put => put.Status == PutStatus.Added));
        Assert.Equal(3, at.Blobs.Length);
        VerifyReport report = await at.Store.VerifyAsync();
        Assert.Equal((3, 0, 0), (report.Pictures, report.Faults.Count, report.OrphansLeft));
    }

    [Fact]
    public async Task TheOriginalIsKeptWhereItIsSmaller()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync(new() { Encoder = new() { Mode = Mode.Lossless() } });
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(96, 64), ".jpg", new() { Quality = 20 });
        StoredPicture picture = (await at.Store.PutAsync(jpeg, "small.jpg")).Picture;
        Assert.Equal((StoredMode.Original, ".jpg"), (picture.Mode, picture.Format));
        Assert.Equal(jpeg, await at.Store.ReadAsync(picture.Id));
        Assert.Equal(ImageFile.Load(jpeg).Pixels, (await at.Store.GetPixelsAsync(picture.Id)).Pixels);
    }

    [Fact]
    public async Task WhatWouldLoseMoreThanAskedForIsKeptAsItIs()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        byte[] animation = AnimatedGif(frames: 3), deep = await File.ReadAllBytesAsync(Corpus.PathOf("deep.png"));
        Assert.Equal(StoredMode.Original, (await at.Store.PutAsync(animation, "a.gif")).Picture.Mode);
        StoredPicture kept = (await at.Store.PutAsync(deep, "deep.png")).Picture;
        Assert.Equal(StoredMode.Original, kept.Mode);
        Assert.Equal(deep, await at.Store.ExportAsync(kept.Id, ".png"));

        static byte[] AnimatedGif(int frames) => Images.Tests.Support.AnimatedGif.Flat(6, 6, frames);
    }

    [Fact]
    public async Task AVaecFileIsKeptAsItIs()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
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
        await using EmptyStore at = await EmptyStore.CreateAsync();
        StoredPicture picture = (await at.Store.PutAsync(Photo.Crop(40, 24), "a")).Picture;
        byte[] png = await at.Store.ExportAsync(picture.Id, ".png");
        Assert.Equal((await at.Store.GetPixelsAsync(picture.Id)).Pixels, ImageFile.Load(png).Pixels);
        Assert.Equal(await at.Store.ReadAsync(picture.Id), await at.Store.ExportAsync(picture.Id, ".VAEC"));
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.ExportAsync(picture.Id, ".doc"));
    }

    [Fact]
    public async Task WhatIsNoPictureLeavesNothing()
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync("not a picture"u8.ToArray(), "a.png"));
        await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.PutAsync(ReadOnlyMemory<byte>.Empty, "empty.png"));
        Assert.Empty(at.Blobs);
        Assert.Equal(0, (await at.Store.GetStatisticsAsync()).Pictures);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("../../etc/passwd")]
    [InlineData("abcg")]
    [InlineData("")]
    public async Task AnIdIsHexadecimal(string id)
    {
        await using EmptyStore at = await EmptyStore.CreateAsync();
        VaeCodecException error = await Assert.ThrowsAsync<VaeCodecException>(() => at.Store.FindAsync(id));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
    }

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
