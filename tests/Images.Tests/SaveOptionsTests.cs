using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>What can be chosen about a file that is written, and what is told of it.</summary>
public class SaveOptionsTests
{
    [Theory]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    [InlineData(".avif")]
    public void QualityDecidesTheSize(string suffix)
    {
        PixelImage image = Photo.Crop(96, 64, 3);

        int[] sizes = [.. new[] { 5, 50, 90 }.Select(q => ImageFile.SaveToBytes(image, suffix, new() { Quality = q }).Length)];

        Assert.Equal(sizes.Order(), sizes);
        Assert.True(sizes[0] < sizes[2]);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".ppm")]
    [InlineData(".tif")]
    public void FormatsWithoutAQualityRefuseOne(string suffix)
    {
        var error = Assert.Throws<VaeCodecException>(() => ImageFile.RequireWritable(suffix, new() { Quality = 50 }));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains(".webp", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void AQualityOutOfRangeIsRefused(int quality)
        => Assert.Throws<VaeCodecException>(() => new ImageSaveOptions { Quality = quality });

    [Fact]
    public void ABackgroundOfMoreThanThreeBytesIsRefused()
        => Assert.Throws<VaeCodecException>(() => new ImageSaveOptions { Background = 0x1000000 });

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void LossyWebpKeepsAlphaAndMetadata(int channels, bool hasMetadata)
    {
        PixelImage image = Photo.Crop(40, 30, channels);
        for (int at = channels - 1; at < image.Pixels.Length; at += channels)
            image.Pixels[at] = (byte)(at % 251);
        if (hasMetadata)
            image = image with { Metadata = new() { Xmp = "<x/>"u8.ToArray() } };

        PixelImage back = ImageFile.Load(ImageFile.SaveToBytes(image, ".webp", new() { Quality = 60 }));

        Assert.Equal((40, 30, 4), (back.Width, back.Height, back.Channels));
        Assert.Equal(image.Pixels.Where((_, i) => i % channels == channels - 1), back.Pixels.Where((_, i) => i % 4 == 3));
        Assert.Equal(image.Metadata.Xmp.ToArray(), back.Metadata.Xmp.ToArray());
    }

    [Theory]
    [InlineData(2, 0xffffff, new byte[] { 100, 255, 177 })]
    [InlineData(2, 0x000000, new byte[] { 100, 0, 50 })]
    [InlineData(2, 0xff0000, new byte[] { 100, 100, 100, 255, 0, 0, 177, 50, 50 })]
    [InlineData(4, 0x0000ff, new byte[] { 10, 20, 30, 0, 0, 255, 5, 10, 142 })]
    public void AlphaIsPutBeforeTheBackgroundAndTold(int channels, int background, byte[] expected)
    {
        byte[] colour = channels == 2 ? [100] : [10, 20, 30];
        byte[] pixels = [.. colour, 255, .. colour, 0, .. colour, 128];
        var warnings = new List<string>();

        byte[] file = ImageFile.SaveToBytes(new PixelImage(3, 1, channels, pixels), ".pnm",
            new() { Background = background, OnWarning = warnings.Add });

        Assert.Equal(expected, ImageFile.Load(file).Pixels);
        Assert.Contains(background.ToString("x6", System.Globalization.CultureInfo.InvariantCulture), Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, ".jpg")]
    [InlineData(4, ".png")]
    [InlineData(4, ".webp")]
    public void WhatTheFormatHoldsNeedsNoWord(int channels, string suffix)
    {
        var warnings = new List<string>();
        ImageFile.SaveToBytes(Photo.Crop(5, 4, channels), suffix, new() { OnWarning = warnings.Add });
        Assert.Empty(warnings);
    }

    [Fact]
    public void AJpegHasTheBackgroundBehindIt()
    {
        byte[] pixels = new byte[16 * 16 * 4];
        PixelImage back = ImageFile.Load(ImageFile.SaveToBytes(new PixelImage(16, 16, 4, pixels), ".jpg"));
        Assert.All(back.Pixels, value => Assert.InRange(value, 253, 255));
    }
}
