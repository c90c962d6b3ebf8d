using SkiaSharp;
using VaeCodec.SkiaSharp;

namespace VaeCodec.Interop.Tests.SkiaSharp;

/// <summary>Pictures to SkiaSharp and back.</summary>
public sealed class SkiaPicturesTests
{
    [Theory]
    [InlineData(1, SKColorType.Gray8)]
    [InlineData(3, SKColorType.Rgba8888)]
    [InlineData(4, SKColorType.Rgba8888)]
    public void APictureComesBackFromBitmapAndImage(int channels, SKColorType type)
    {
        PixelImage picture = Pictures.Of(channels);
        using SKBitmap bitmap = picture.ToSKBitmap();
        using SKImage image = picture.ToSKImage();

        Assert.Equal(type, bitmap.ColorType);
        AssertSame(picture, bitmap.ToPixelImage());
        AssertSame(picture, image.ToPixelImage());
    }

    [Fact]
    public void GrayWithAlphaBecomesColoursWithAlpha()
    {
        PixelImage picture = Pictures.Of(2);
        using SKBitmap bitmap = picture.ToSKBitmap();
        PixelImage back = bitmap.ToPixelImage();

        Assert.Equal(4, back.Channels);
        for (int i = 0; i < picture.Width * picture.Height; i++)
        {
            (byte gray, byte alpha) = (picture.Pixels[2 * i], picture.Pixels[(2 * i) + 1]);
            Assert.Equal([gray, gray, gray, alpha], back.Pixels[(4 * i)..((4 * i) + 4)]);
        }
    }

    [Fact]
    public void ABitmapThatWasDrawnComesOutNotPremultiplied()
    {
        using var bitmap = new SKBitmap(20, 10, SKColorType.Bgra8888, SKAlphaType.Premul);
        using (var canvas = new SKCanvas(bitmap))
            canvas.Clear(new SKColor(255, 51, 0, 128));

        PixelImage picture = bitmap.ToPixelImage();

        Assert.Equal((20, 10, 4), (picture.Width, picture.Height, picture.Channels));
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal([255, 128],
            (byte[])[picture.Pixels[4 * i], picture.Pixels[(4 * i) + 3]]));
        Assert.InRange(picture.Pixels[1], 50, 52); // what eight bits keep of it under an alpha of one half
    }

    [Fact]
    public void PartsOfABitmapAndOtherTypesAreRead()
    {
        PixelImage whole = Pictures.Of(4);
        using SKBitmap bitmap = whole.ToSKBitmap(), part = new();
        Assert.True(bitmap.ExtractSubset(part, SKRectI.Create(3, 2, 8, 5))); // rows further apart than they are long

        PixelImage picture = part.ToPixelImage();

        Assert.Equal((8, 5), (picture.Width, picture.Height));
        for (int y = 0; y < 5; y++)
            Assert.Equal(whole.Pixels.AsSpan((((y + 2) * whole.Width) + 3) * 4, 32).ToArray(), picture.Pixels.AsSpan(y * 32, 32).ToArray());
        using var small = new SKBitmap(4, 4, SKColorType.Rgb565, SKAlphaType.Opaque);
        small.Erase(SKColors.Red);
        Assert.Equal([255, 0, 0], small.ToPixelImage().Pixels[..3]);
    }

    [Fact]
    public void AProfileIsTheBitmapsColourSpaceAndIsConvertedOnTheWayBack()
    {
        var picture = new PixelImage(2, 2, 3, [.. Enumerable.Repeat((byte)55, 12)]); // 0.216 of white's light, which sRGB writes as 0.502
        using SKBitmap linear = (picture with { Metadata = new() { Icc = LinearProfile.Create() } }).ToSKBitmap();
        using SKBitmap plain = picture.ToSKBitmap(), broken = (picture with { Metadata = new() { Icc = new byte[40] } }).ToSKBitmap();

        Assert.True(linear.ColorSpace.GammaIsLinear);
        Assert.Equal(55, linear.GetPixelSpan()[0]);
        Assert.All(linear.ToPixelImage().Pixels, value => Assert.InRange(value, 127, 129));
        Assert.True(plain.ColorSpace.IsSrgb && broken.ColorSpace.IsSrgb);
        AssertSame(picture, plain.ToPixelImage());
    }

    [Fact]
    public void ABitmapWithoutPixelsIsRefused()
    {
        using var empty = new SKBitmap();
        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() => empty.ToPixelImage()).Kind);
    }

    private static void AssertSame(PixelImage expected, PixelImage actual)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (actual.Width, actual.Height, actual.Channels));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }
}
