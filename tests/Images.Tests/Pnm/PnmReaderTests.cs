using System.Text;
using Xunit;

namespace VaeCodec.Images.Tests.Pnm;

/// <summary>The six kinds of PNM, each small enough to be read by eye.</summary>
public class PnmReaderTests
{
    public static TheoryData<string, int, byte[]> Files => new()
    {
        { "P1\n3 2\n1 0 1\n0 1 0\n", 1, [0, 255, 0, 255, 0, 255] },
        { "P1 3 2 101010", 1, [0, 255, 0, 255, 0, 255] },
        { "P1\n# a comment\n3 # another\n2\n10#and\n1\n010", 1, [0, 255, 0, 255, 0, 255] },
        { "P2\n3 2\n255\n0 1 2\n253 254 255\n", 1, [0, 1, 2, 253, 254, 255] },
        { "P2 3 2 15 0 1 7 8 14 15", 1, [0, 17, 119, 136, 238, 255] },
        { "P2\n3 2 #\n255\n0\t1\r\n2 # comment 9\n253 254 255 and more", 1, [0, 1, 2, 253, 254, 255] },
        { "P3\n3 2\n1\n1 0 0  0 1 0  0 0 1\n0 0 0  1 1 1  1 1 0\n", 3,
            [255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 255, 0] },
        { "P4\n3 2\n\u00A0\u0040", 1, [0, 255, 0, 255, 0, 255] },
        { "P5\n3 2\n255\n\n\t #12", 1, [10, 9, 32, 35, 49, 50] },
        { "P5#comment\r3 2 100 \0\u0001\u0032\u0031\u0063\u0064", 1, [0, 3, 128, 125, 252, 255] },
        { "P6\n3 2\n255\nabcdefghijklmnopqr", 3, [.. "abcdefghijklmnopqr"u8] },
        { "P6\n3 2\n255\nabcdefghijklmnopqrP6\n1 1\n255\nabc", 3, [.. "abcdefghijklmnopqr"u8] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void ItIsRead(string file, int channels, byte[] pixels)
    {
        PixelImage image = ImageFile.Load(Latin(file));

        Assert.Equal((3, 2, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(pixels, image.Pixels);
        Assert.True(image.Metadata.IsEmpty);
    }

    [Theory]
    [InlineData("P2\n3 1\n65535\n0 32768 65535", new byte[] { 0, 128, 255 })]
    [InlineData("P2\n3 1\n1023\n0 512 1023", new byte[] { 0, 128, 255 })]
    [InlineData("P5\n3 1\n1023\n\0\0\u0002\0\u0003\u00FF", new byte[] { 0, 128, 255 })]
    [InlineData("P5\n3 1\n256\n\0\0\0\u0080\u0001\0", new byte[] { 0, 128, 255 })]
    public void MoreThanEightBitsAreRoundedOnRequest(string file, byte[] pixels)
    {
        Assert.Equal(pixels, ImageFile.Load(Latin(file), new() { ReduceDepth = true }).Pixels);
        Assert.Contains("16 bits per channel", Refused(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P6\n", "truncated")]
    [InlineData("P5\n3", "height")]
    [InlineData("P5\n3 x", "no height at byte 5")]
    [InlineData("P5\n-3 2\n255\n", "width")]
    [InlineData("P5\n0 2\n255\n", "no pixels")]
    [InlineData("P5\n3 2\n0\n123456", "greatest sample")]
    [InlineData("P5\n3 2\n65536\n123456", "greatest sample")]
    [InlineData("P5\n3 2\n99999999999999999999\n123456", "greatest sample")]
    [InlineData("P5\n3 2\n255#comment\n123456", "white space")]
    [InlineData("P5\n3 2\n255", "white space")]
    [InlineData("P5\n3 2\n255\n12345", "truncated: 3 x 2 needs 6 bytes")]
    [InlineData("P5\n3 2\n48\n111110", "above its greatest")]
    [InlineData("P4\n9 2\n111", "truncated")]
    [InlineData("P2\n3 2\n255\n1 2 3 4 5", "truncated")]
    [InlineData("P2\n3 2\n255\n1 2 3 4 67        ", "truncated")]
    [InlineData("P2\n3 2\n255\n1 2 3 4 5 256", "above its greatest")]
    [InlineData("P2\n3 2\n255\n1 2 3 4 5 -6", "no sample at byte 21")]
    [InlineData("P1\n3 2\n101 012", "no 0 or 1")]
    [InlineData("P1\n3 2\n101 #01\n", "truncated")]
    [InlineData("PF\n1 1\n-1.0\n000000000000", "more than 16 bits")]
    public void WhatIsWrongIsNamed(string file, string said) => Assert.Contains(said, Refused(file).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("P1\n20000 20000\n1")]
    [InlineData("P2\n20000 20000\n255\n1")]
    [InlineData("P6\n20000 10000\n255\n123")]
    public void NothingIsAllocatedForPixelsThatAreNotThere(string file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        VaeCodecException error = Assert.Throws<VaeCodecException>(() =>
            ImageFile.Load(Latin(file), new() { MaxPixels = DecoderOptions.MostPixels }));

        Assert.True(error.Kind is VaeCodecErrorKind.BadImage or VaeCodecErrorKind.LimitExceeded);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData("P5\n99999999999999999999 2\n255\n")]
    [InlineData("P1\n2147483647 2147483647\n")]
    public void TheLimitOfPixelsComesFirst(string file)
        => Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => ImageFile.Load(Latin(file))).Kind);

    [Fact]
    public void ABitmapsRowsBeginBytes()
    {
        PixelImage image = ImageFile.Load([.. "P4 9 2\n"u8, 0x00, 0x80, 0xFF, 0x7F]);

        Assert.Equal([255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255], image.Pixels);
    }

    private static VaeCodecException Refused(string file)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(Latin(file)));
        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
        return error;
    }

    private static byte[] Latin(string file) => Encoding.Latin1.GetBytes(file);
}
