using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Images.Tests;

public class ImageFileErrorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("no picture")]
    [InlineData("P9\n1 1\n255\n000")]
    public void WhatIsNoImageIsRefused(string text)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(System.Text.Encoding.ASCII.GetBytes(text)));

        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".ppm")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    [InlineData(".avif")]
    public void ATruncatedFileIsRefusedWhereverItIsCut(string suffix)
    {
        byte[] file = ImageFile.SaveToBytes(ImageFile.Load(Corpus.PathOf("sample.png")), suffix);

        for (int part = 1; part < 20; part++)
        {
            byte[] cut = file[..(file.Length * part / 20)];
            VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(cut));
            Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    /// <summary>Whatever else the library could read, by formats that few have tried to break.</summary>
    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>")]
    [InlineData("%PDF-1.4\n")]
    [InlineData("3 2 1 0\n1 2 3\n4 5 6\n")]
    [InlineData("\u0008\u00F2\u00A6\u00B6\u0001")]
    [InlineData("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n0000")]
    [InlineData("SIMPLE  =                    T")]
    [InlineData("BM\u001A")]
    public void OtherFormatsStayShut(string begin)
    {
        byte[] file = [.. System.Text.Encoding.Latin1.GetBytes(begin), .. new byte[4000]];

        Assert.Matches("^(not an image|[A-Z]+ is not read)", Assert.Throws<VaeCodecException>(() => ImageFile.Load(file)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(DecoderOptions.MostPixels + 1)]
    public void ALimitHasALimit(long limit)
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() =>
            ImageFile.Load("P5 1 1 255\n0"u8, new() { MaxPixels = limit })).Kind);

    [Fact]
    public void SixteenBitsAreRefusedWithTheWayOut()
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(Corpus.PathOf("deep.png")));

        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
        Assert.Contains("16 bits per channel", error.Message, StringComparison.Ordinal);
        Assert.Contains("convert to 8 bits first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHugePictureIsRefusedBeforeItsPixelsAreMade()
    {
        byte[] bomb = "P5\n100000 100000\n255\n"u8.ToArray();

        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => ImageFile.Load(bomb)).Kind);
    }

    [Fact]
    public void AMissingFileIsAnInputOutputError() => Assert.ThrowsAny<IOException>(() => ImageFile.Load(Corpus.PathOf("none.png")));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".vaec")]
    [InlineData(".png[bitdepth=1]")]
    [InlineData(".v")]
    [InlineData(".heic")]
    public void AnUnknownExtensionIsABadArgument(string suffix)
    {
        Assert.Equal(VaeCodecErrorKind.BadArgument,
            Assert.Throws<VaeCodecException>(() => ImageFile.SaveToBytes(new PixelImage(1, 1, 1, [0]), suffix)).Kind);
        Assert.Throws<VaeCodecException>(() => ImageFile.RequireWritable(suffix));
    }

    [Fact]
    public void PixelsThatDoNotFitTheirSizeAreRefused()
    {
        Assert.Equal(VaeCodecErrorKind.BadImage,
            Assert.Throws<VaeCodecException>(() => ImageFile.SaveToBytes(new PixelImage(4, 4, 3, new byte[7]), ".png")).Kind);
    }

    [Fact]
    public void DamagedFilesNeverDoWorseThanAnError()
    {
        byte[] file = File.ReadAllBytes(Corpus.PathOf("gray.png"));
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. file];
            for (int i = 0; i < 4; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => ImageFile.Load(damaged)) is { } error)
                Assert.IsType<VaeCodecException>(error);
        }
    }
}
