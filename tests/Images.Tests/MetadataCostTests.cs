using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Exif;
using VaeCodec.Images.Xmp;
using VaeCodec.Images.Pnm;
using VaeCodec.Images.Splicing;
using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Reading metadata takes steps and memory in proportion to the bytes, however their offsets are wound.</summary>
public class MetadataCostTests
{
    /// <summary>Bytes that a reader may allocate for each byte of its input, and at all.</summary>
    private const int MostPerByte = 40, MostBesides = 20_000;

    public static TheoryData<string, int> Shapes => [.. from shape in (string[])["itself", "tree", "staircase", "shared"]
                                                        from entries in (int[])[750, 1500, 3000, 6000, 12_000, 24_000]
                                                        select (shape, entries)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TiffTagsAreVisitedOnce(string shape, int entries)
    {
        byte[] tiff = NestedTiff.Of(shape, entries);
        var budget = new ExifBudget(tiff.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] exif = TiffExif.Of(tiff, budget);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(budget.Visited, 1, tiff.Length / TiffBytes.EntryBytes);
        Assert.InRange(budget.Taken, 0, 2L * tiff.Length);
        Assert.InRange(exif.Length, 0, 4 * tiff.Length);
        Assert.InRange(allocated, 0, MostBesides + ((long)MostPerByte * tiff.Length));
    }

    [Fact]
    public void ASoundFileIsReadWithinTheBudget()
    {
        byte[] tiff = TiffFile.WithExif(littleEndian: true, orientation: 1);
        Assert.Equal(TiffExif.Of(tiff, new ExifBudget(1 << 20)), TiffExif.Of(tiff));
    }

    [Fact]
    public void ReadingTagsIsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => TiffExif.Of(NestedTiff.Of("tree", 3000), cancelled.Token));
    }

    [Theory]
    [InlineData("P1 2 2 0 1 1 0")]
    [InlineData("P2 2 2 9 1 2 3 4")]
    [InlineData("P5 2 2 255 abcd")]
    public void ReadingRowsIsCancelled(string pnm)
    {
        byte[] file = System.Text.Encoding.ASCII.GetBytes(pnm);
        using var cancelled = new CancellationTokenSource();
        Assert.Equal(4, PnmReader.Read(file, new(), 100, cancelled.Token).Pixels.Length);
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => ImageFile.Load(file, null, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 8), ".png"), null,
            cancelled.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void OtherReadersCopyTheirBytesAtMost(int times)
    {
        byte[] separators = [.. Enumerable.Repeat("tiff:Orientation = '> "u8.ToArray(), 1000 * times).SelectMany(bytes => bytes)];
        byte[] segments = [0xFF, 0xD8, .. Enumerable.Repeat((byte[])[0xFF, 0xE1, 0, 2], 5000 * times).SelectMany(bytes => bytes)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(separators.Length, XmpOrientation.Upright(separators).Length);
        Assert.Equal(0, JpegSegments.FindXmp(segments).Length);
        Assert.Equal(1, ExifOrientation.Of(NestedTiff.Of("tree", 3000).AsSpan(0, 3000)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, separators.Length + 400_000);
    }
}
