using VaeCodec.Images;
using VaeCodec.Server.Caching;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Caching;

/// <summary>What is kept, up to how many bytes, and what damage does.</summary>
public sealed class CacheTests : IDisposable
{
    private static readonly PixelImage s_picture = ImageFile.Load(Corpus.PathOf("tiny.png")) with
    {
        Metadata = new() { Icc = new byte[] { 1, 2 }, Xmp = new byte[] { 3 }, Resolution = new(300, 200) },
    };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void APackedPictureComesBack()
    {
        byte[] packed = PackedPicture.Pack(s_picture);
        PixelImage back = PackedPicture.Unpack(packed)!;
        Assert.Equal(s_picture.Pixels, back.Pixels);
        Assert.Equal((s_picture.Width, s_picture.Height, s_picture.Channels), (back.Width, back.Height, back.Channels));
        Assert.Equal([1, 2], back.Metadata.Icc.ToArray());
        Assert.Equal([3], back.Metadata.Xmp.ToArray());
        Assert.Equal(new Resolution(300, 200), back.Metadata.Resolution);
        packed[^1] ^= 1;
        Assert.Null(PackedPicture.Unpack(packed));
        Assert.Null(PackedPicture.Unpack([]));
    }

    [Fact]
    public void MemoryKeepsWhatWasUsedLast()
    {
        var cache = new MemoryCache(3000);
        cache.Add("a", new byte[1000]);
        cache.Add("b", new byte[1000]);
        Assert.NotNull(cache.Find("a"));
        cache.Add("c", new byte[1000]);
        Assert.Null(cache.Find("b"));
        Assert.NotNull(cache.Find("a"));
        cache.Add("large", new byte[3000]);
        Assert.Null(cache.Find("large"));
        Assert.InRange(cache.Bytes, 2000, 3000);
    }

    [Fact]
    public async Task TheDiskKeepsWhatWasUsedLast()
    {
        var cache = new DiskCache(_scratch["cache"], 2500);
        await cache.AddAsync("a", new byte[1000], default);
        await cache.AddAsync("b", new byte[1000], default);
        Assert.NotNull(cache.Find("a"));
        await cache.AddAsync("c", new byte[1000], default);
        Assert.Null(cache.Find("b"));
        await File.WriteAllTextAsync(_scratch["cache/left.part"], "of a process that died");
        var again = new DiskCache(_scratch["cache"], 2500);
        Assert.NotNull(again.Find("c"));
        File.Delete(_scratch["cache/c.lz4"]);
        Assert.Null(again.Find("c"));
        Assert.Equal(["a.lz4"], Directory.GetFiles(_scratch["cache"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task ADamagedPictureIsForgotten()
    {
        ServeOptions options = new() { CacheFolder = _scratch["cache"] };
        await new PictureCache(options).AddPictureAsync("tag", s_picture, default);
        Assert.Equal(s_picture.Pixels, new PictureCache(options).FindPicture("tag")!.Pixels);
        string file = Assert.Single(Directory.GetFiles(_scratch["cache"]));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Null(new PictureCache(options).FindPicture("tag"));
        Assert.False(File.Exists(file));
    }
}
