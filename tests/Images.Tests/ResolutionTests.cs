using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Resolution and colour code points: kept where a format has a place for them, and never made up.</summary>
public class ResolutionTests
{
    [Theory]
    [InlineData(".png", 300, 150)]
    [InlineData(".jpg", 300, 150)]
    [InlineData(".tif", 300, 150)]
    [InlineData(".png", 72, 72)]
    [InlineData(".jpg", 72, 72)]
    public void ItIsKept(string suffix, double x, double y)
    {
        PixelImage image = Photo.Crop(8, 6) with { Metadata = new() { Resolution = Resolution.FromDpi(x, y) } };
        Resolution back = Assert.NotNull(ImageFile.Load(ImageFile.SaveToBytes(image, suffix)).Metadata.Resolution);
        Assert.Equal((x, y), (Math.Round(back.DpiX, 1), Math.Round(back.DpiY, 1)));
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    public void NoneIsMadeUp(string suffix)
        => Assert.Null(ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 6), suffix)).Metadata.Resolution);

    [Fact]
    public void ItIsTurnedWithThePicture()
    {
        ImageMetadata lying = new() { Exif = Samples.Exif(1, 6), Resolution = new(10_000, 5_000) };
        Assert.Equal(new Resolution(5_000, 10_000),
            ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 6) with { Metadata = lying }, ".png")).Metadata.Resolution);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(-300, 300)]
    public void WhatIsNoNumberOfPixelsIsNone(double x, double y) => Assert.Null(Resolution.FromDpi(x, y));

    [Fact]
    public void ColourCodePointsAreKeptAndHdrIsTold()
    {
        List<string> warnings = [];
        byte[] png = PngFile.With([("cICP", [9, 16, 0, 1])]);

        PixelImage image = ImageFile.Load(png, new() { OnWarning = warnings.Add });

        Assert.Equal([9, 16, 0, 1], image.Metadata.CodePoints.ToArray());
        Assert.Equal([9, 16, 0, 1], ImageFile.Load(ImageFile.SaveToBytes(image, ".png")).Metadata.CodePoints.ToArray());
        Assert.Contains("PQ", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal([1, 1, 0, 0], ImageFile.Load(PngFile.With([("cICP", [1, 1, 0, 0])])).Metadata.CodePoints.ToArray()); // narrow range
        Assert.True(ImageFile.Load(PngFile.With([("cICP", [1, 13, 0, 1])])).Metadata.CodePoints.IsEmpty);
    }
}
