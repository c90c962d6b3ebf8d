using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Vlae;
using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>Small gray pictures of several kinds, with the released models: each kind goes where it takes the least, and none takes more
/// than its pixels do.</summary>
public sealed class SmallPicturesTests
{
    private const int Side = 28, Pixels = Side * Side;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void WhatAModelExpectsIsChainedWithIt()
        => Assert.All(Packed(24, Digits()).Archive.Entries, entry => Assert.Equal(VaeArchiveKind.BitsBack, entry.Kind));

    [Fact]
    public void NoiseTakesNoMoreThanItsPixels()
    {
        var random = new Random(1);
        (VaeArchiveSummary summary, VaeArchive archive) = Packed(48, _ => Small(_ => (byte)random.Next(256)));
        Assert.All(archive.Entries, entry => Assert.Equal(VaeArchiveKind.Plain, entry.Kind));
        Assert.True(summary.Bytes.Length <= 48 * Pixels * 1.01, $"{summary.Bytes.Length} bytes");
    }

    [Fact]
    public void ShapesTakeNoMoreThanABitForAPixel()
    {
        VaeArchiveSummary summary = Packed(64, i => Small(at => Inside(i, at % Side, at / Side) ? byte.MaxValue : byte.MinValue)).Summary;
        Assert.True(summary.Bytes.Length <= 64 * Pixels / 8 * 1.01, $"{summary.Bytes.Length} bytes");

        static bool Inside(int seed, int x, int y)
        {
            int dx = x - 10 - (seed % 9), dy = y - 9 - (seed % 11), radius = 4 + (seed % 7);
            return (dx * dx) + (dy * dy * (1 + (seed % 3))) < radius * radius || (x + (2 * y) + seed) % 23 == 0;
        }
    }

    [Fact]
    public void PhotographsTakeNoMoreThanLosslessFiles()
    {
        PixelImage photo = Photo.Crop(168, 140, channels: 1);
        PixelImage Crop(int i) => Small(at => photo.Pixels[(((i / 6 * Side) + (at / Side)) * photo.Width) + (i % 6 * Side) + (at % Side)]);
        VaeArchiveSummary summary = Packed(30, Crop).Summary;
        var lossless = new VaeEncoder(new() { Mode = Mode.Lossless() });
        int files = Enumerable.Range(0, 30).Sum(i => lossless.Encode(Crop(i), cancellationToken: Stop).Bytes.Length);
        Assert.True(summary.Bytes.Length <= files, $"{summary.Bytes.Length} bytes, {files} as files");
    }

    [Fact]
    public void AnArchiveHasTheLowestVersionThatCanHoldIt()
    {
        Assert.Equal(1, Packed(24, Digits()).Archive.Version);
        var random = new Random(2);
        Assert.Equal(2, Packed(3, _ => Small(_ => (byte)random.Next(256))).Archive.Version);
    }

    [Fact]
    public void AnArchiveOfVersionOneHasNoPlainChains()
    {
        var random = new Random(2);
        byte[] bytes = Packed(3, _ => Small(_ => (byte)random.Next(256))).Summary.Bytes;
        bytes[4] = 1;
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => new VaeArchive(bytes)).Kind);
    }

    private static Func<int, PixelImage> Digits()
    {
        VlaeModel model = ModelLibrary.In(null).Choose(ModelKind.Vlae, "vlae-mnist");
        byte[][] pictures = TypicalPictures.Of(model, 1, 24);
        return i => new(Side, Side, 1, pictures[i]);
    }

    private static (VaeArchiveSummary Summary, VaeArchive Archive) Packed(int count, Func<int, PixelImage> picture)
    {
        var writer = new VaeArchiveWriter();
        PixelImage[] pictures = [.. Enumerable.Range(0, count).Select(picture)];
        foreach ((int i, PixelImage image) in pictures.Index())
            writer.Add($"{i}.png", image, cancellationToken: Stop);
        VaeArchiveSummary summary = writer.Finish(null, Stop);
        var archive = new VaeArchive(summary.Bytes);
        foreach ((int i, PixelImage image) in pictures.Index())
            Assert.Equal(image.Pixels, archive.Decode(i, cancellationToken: Stop).Pixels);
        return (summary, archive);
    }

    private static PixelImage Small(Func<int, byte> value) => new(Side, Side, 1, [.. Enumerable.Range(0, Pixels).Select(value)]);
}
