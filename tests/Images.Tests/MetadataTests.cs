using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Exif;
using VaeCodec.Images.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Profile, EXIF and XMP: out of image files and into them.</summary>
public class MetadataTests
{
    public static TheoryData<int, string> Formats => new()
    {
        { 1, ".png" }, { 2, ".png" }, { 3, ".png" }, { 4, ".png" }, { 1, ".jpg" }, { 3, ".jpeg" }, { 3, ".webp" }, { 4, ".webp" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void ImageFilesKeepItByteForByte(int channels, string suffix)
    {
        PixelImage image = Photo.Crop(19, 14, channels) with { Metadata = Samples.All(channels, gray: channels <= 2) };

        byte[] file = ImageFile.SaveToBytes(image, suffix);
        PixelImage back = ImageFile.Load(file);

        Samples.AssertEqual(image.Metadata, back.Metadata);
        Assert.Equal((19, 14, channels), (back.Width, back.Height, back.Channels));
        if (suffix == ".png")
            Assert.Equal(image.Pixels, back.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TiffKeepsProfileAndXmp(int channels)
    {
        PixelImage image = Photo.Crop(19, 14, channels) with { Metadata = Samples.All(5, gray: channels == 1) };

        Samples.AssertEqual(image.Metadata with { Exif = default }, ImageFile.Load(ImageFile.SaveToBytes(image, ".tif")).Metadata);
    }

    [Fact]
    public void LongPartsArePutIntoPieces()
    {
        ImageMetadata metadata = new()
        {
            Icc = Samples.Profile(1, false, 200_000),
            Exif = Samples.Exif(1, textBytes: 60_000),
            Xmp = Samples.Xmp(1, 30_000),
        };

        Samples.AssertEqual(metadata, ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = metadata },
            ".jpg")).Metadata);
    }

    [Fact]
    public void WhatJpegCannotHoldIsLeftOutWithAWarning()
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Exif = Samples.Exif(1, textBytes: 70_000) } };

        List<string> warnings = [];
        Assert.True(ImageFile.Load(ImageFile.SaveToBytes(image, ".jpg", new() { OnWarning = warnings.Add })).Metadata.Exif.IsEmpty);
        Assert.Contains("EXIF", Assert.Single(warnings), StringComparison.Ordinal);
        Samples.AssertEqual(image.Metadata, ImageFile.Load(ImageFile.SaveToBytes(image, ".webp")).Metadata);
    }

    [Fact]
    public void AGrayProfileDoesNotDescribeTheColoursOfWebp()
        => Assert.True(ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 8, 1) with { Metadata = Samples.All(1, gray: true) },
            ".webp")).Metadata.Icc.IsEmpty);

    [Theory]
    [InlineData(".jpg", false)]
    [InlineData(".jpg", true)]
    [InlineData(".png", false)]
    [InlineData(".webp", true)]
    public void ATurnedPictureComesBackUprightOnce(string suffix, bool littleEndian)
    {
        PixelImage lying = Photo.Crop(24, 10) with { Metadata = new() { Exif = Samples.Exif(3, 6, littleEndian) } };

        PixelImage upright = ImageFile.Load(ImageFile.SaveToBytes(lying, suffix));
        PixelImage again = ImageFile.Load(ImageFile.SaveToBytes(upright, suffix));

        Assert.Equal((10, 24), (upright.Width, upright.Height));
        Assert.Equal((10, 24), (again.Width, again.Height));
        Assert.Equal(Samples.Exif(3, 1, littleEndian), upright.Metadata.Exif.ToArray());
        Samples.AssertEqual(upright.Metadata, again.Metadata);
        if (suffix != ".jpg")
        {
            // clockwise: the pixel that was at the bottom left is at the top left
            Assert.Equal(lying.Pixels.AsSpan(9 * 24 * 3, 3).ToArray(), upright.Pixels[..3]);
        }
    }

    [Theory]
    [InlineData("<a tiff:Orientation='6'/>", "<a tiff:Orientation='1'/>")]
    [InlineData("<a tiff:Orientation = \"8\" tiff:OrientationX='6'/>", "<a tiff:Orientation = \"1\" tiff:OrientationX='6'/>")]
    [InlineData("<tiff:Orientation>3</tiff:Orientation>6", "<tiff:Orientation>1</tiff:Orientation>6")]
    [InlineData("<a tiff:Orientation", "<a tiff:Orientation")]
    [InlineData("<a>6</a>", "<a>6</a>")]
    public void TheCopyInXmpIsTurnedToo(string before, string after)
    {
        byte[] xmp = System.Text.Encoding.UTF8.GetBytes(before);
        PixelImage turned = Photo.Crop(4, 3) with { Metadata = new() { Exif = Samples.Exif(1, 6), Xmp = xmp } };
        PixelImage upright = turned with { Metadata = new() { Exif = Samples.Exif(1), Xmp = xmp } };

        Assert.Equal(after, System.Text.Encoding.UTF8.GetString(ImageFile.Load(ImageFile.SaveToBytes(turned, ".png")).Metadata.Xmp.Span));
        Assert.Equal(before, System.Text.Encoding.UTF8.GetString(ImageFile.Load(ImageFile.SaveToBytes(upright, ".png")).Metadata.Xmp.Span));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheExifOfATiffIsTakenOutOfIt(bool littleEndian)
    {
        byte[] tiff = TiffFile.WithExif(littleEndian, orientation: 6);

        PixelImage image = ImageFile.Load(tiff);

        Assert.Equal((2, 3), (image.Width, image.Height));
        Assert.Equal([40, 10, 50, 20, 0, 30], image.Pixels);
        Assert.Equal(TiffFile.ExpectedExif(littleEndian), image.Metadata.Exif.ToArray());
        Samples.AssertEqual(image.Metadata, ImageFile.Load(ImageFile.SaveToBytes(image, ".jpg")).Metadata);
    }

    [Fact]
    public void TheOrientationOfATiffReachesItsXmp()
    {
        byte[] xmp = "<a tiff:Orientation='6'/>"u8.ToArray();
        PixelImage image = ImageFile.Load(TiffFile.WithExif(true, orientation: 6, xmp));

        Assert.Equal((2, 3), (image.Width, image.Height));
        Assert.Equal("<a tiff:Orientation='1'/>"u8.ToArray(), image.Metadata.Xmp.ToArray());
    }

    [Fact]
    public void DamagedTiffTagsAreLeftBehind()
    {
        byte[] tiff = TiffFile.WithExif(true, orientation: 1);
        for (int at = 8; at < tiff.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 8, 0x7F, 0xFF])
            {
                byte[] damaged = [.. tiff];
                damaged[at] = value;
                Assert.InRange(TiffExif.Of(damaged).Length, 0, 20 * tiff.Length); // a directory may be told of twice
            }
        }

        for (int length = 0; length < tiff.Length; length++)
            Assert.InRange(TiffExif.Of(tiff.AsSpan(0, length)).Length, 0, tiff.Length);
    }

    [Fact]
    public void AnExtensionDoesNotReplaceThePacketOfAJpeg()
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Xmp = Samples.Xmp(1), Exif = Samples.Exif(1) } };
        byte[] jpeg = ImageFile.SaveToBytes(image, ".jpg"), extension = [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. new byte[60]];
        int end = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);

        PixelImage back = ImageFile.Load([.. jpeg[..end], 0xFF, 0xFF, 0xE1, 0, (byte)(extension.Length + 2), .. extension, .. jpeg[end..]]);

        Samples.AssertEqual(image.Metadata, back.Metadata);
    }

    [Fact]
    public void PixelsStayAsTheyAreUnderAnotherProfile()
    {
        PixelImage image = Photo.Crop(12, 9) with { Metadata = new() { Icc = Samples.Profile(1, false) } };

        Assert.Equal(image.Pixels, ImageFile.Load(ImageFile.SaveToBytes(image, ".png")).Pixels);
    }

    [Fact]
    public void AProfileOfOtherPixelsIsLeftBehind()
    {
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(12, 9) with { Metadata = new() { Icc = Samples.Profile(1, gray: true) } }, ".jpg");

        Assert.True(ImageFile.Load(jpeg).Metadata.IsEmpty);
    }

    [Fact]
    public void PlainPicturesHaveNone()
        => Assert.All(["sample.png", "gray.png", "rgba.png", "tiny.png"],
            name => Assert.True(ImageFile.Load(Corpus.PathOf(name)).Metadata.IsEmpty));
}
