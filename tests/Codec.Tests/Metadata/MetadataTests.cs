using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Metadata;

/// <summary>Profile, EXIF and XMP: from an image file through a .vaec file and into an image file again.</summary>
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

        AssertEqual(image.Metadata, back.Metadata);
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

        AssertEqual(image.Metadata with { Exif = default }, ImageFile.Load(ImageFile.SaveToBytes(image, ".tif")).Metadata);
    }

    [Fact]
    public void LongPartsArePutIntoPieces()
    {
        ImageMetadata metadata = new() { Icc = Samples.Profile(1, false, 200_000), Exif = Samples.Exif(1, textBytes: 60_000), Xmp = Samples.Xmp(1, 30_000) };

        AssertEqual(metadata, ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = metadata }, ".jpg")).Metadata);
    }

    [Fact]
    public void WhatJpegCannotHoldIsRefused()
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Exif = Samples.Exif(1, textBytes: 70_000) } };

        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => ImageFile.SaveToBytes(image, ".jpg")).Kind);
        AssertEqual(image.Metadata, ImageFile.Load(ImageFile.SaveToBytes(image, ".webp")).Metadata);
    }

    [Fact]
    public void AGrayProfileDoesNotDescribeTheColoursOfWebp()
        => Assert.True(ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(8, 8, 1) with { Metadata = Samples.All(1, gray: true) }, ".webp")).Metadata.Icc.IsEmpty);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ItGoesThroughTheCodec(int channels)
    {
        PixelImage image = Photo.Crop(19, 14, channels) with { Metadata = Samples.All(7, gray: channels == 1) };

        EncodedImage encoded = new VaeEncoder().Encode(image);
        PixelImage back = new VaeDecoder().Decode(encoded.Bytes);

        AssertEqual(image.Metadata, back.Metadata);
        AssertEqual(image.Metadata, encoded.Reconstruction.Metadata);
        string[] names = channels == 4 ? ["alpha", "ICC", "EXIF", "XMP"] : ["ICC", "EXIF", "XMP"];
        Assert.Equal(names, VaeDecoder.Identify(encoded.Bytes).Chunks.Select(chunk => chunk.Name));
    }

    [Fact]
    public void StrippedItIsAPlainFile()
    {
        PixelImage plain = Photo.Crop(19, 14), rich = plain with { Metadata = Samples.All(7) };

        byte[] stripped = new VaeEncoder(new() { Strip = true }).Encode(rich).Bytes;

        Assert.Equal(new VaeEncoder().Encode(plain).Bytes, stripped);
        Assert.Empty(VaeDecoder.Identify(stripped).Chunks);
        Assert.True(new VaeDecoder().Decode(stripped).Metadata.IsEmpty);
    }

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
        AssertEqual(upright.Metadata, again.Metadata);
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
        AssertEqual(image.Metadata, ImageFile.Load(ImageFile.SaveToBytes(image, ".jpg")).Metadata);
        AssertEqual(image.Metadata, new VaeDecoder().Decode(new VaeEncoder().Encode(image).Bytes).Metadata);
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

        AssertEqual(image.Metadata, back.Metadata);
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
        => Assert.All(["sample.png", "gray.png", "rgba.png", "tiny.png"], name => Assert.True(ImageFile.Load(Corpus.PathOf(name)).Metadata.IsEmpty));

    [Theory]
    [InlineData(new byte[0], VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0x85, 0 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0x81, 0x80, 0x80, 0x08, 0 }, VaeCodecErrorKind.LimitExceeded)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x08, 0x78, 0xDA }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, null)]
    [InlineData(new byte[] { 2, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 4, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x28 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27, 0 }, VaeCodecErrorKind.Corrupt)]
    public void ADamagedChunkIsRefused(byte[] chunk, VaeCodecErrorKind? expected)
    {
        byte[] file = Container.With(new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3)).Bytes, new VaecChunk(VaecChunk.Exif, chunk));

        if (expected is null)
            Assert.Equal("abc"u8, new VaeDecoder().Decode(file).Metadata.Exif.Span);
        else
            Assert.Equal(expected, Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, VaeCodecErrorKind.LimitExceeded)]
    [InlineData(-1, VaeCodecErrorKind.BadArgument)]
    [InlineData(ImageMetadata.MaxBytes + 1, VaeCodecErrorKind.BadArgument)]
    public void TheLimitOfBytesIsTheCallers(int limit, VaeCodecErrorKind? expected)
    {
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3) with { Metadata = new() { Xmp = "abc"u8.ToArray() } }).Bytes;
        var decoder = new VaeDecoder(new() { MaxMetadataBytes = limit });

        if (expected is null)
            Assert.Equal("abc"u8, decoder.Decode(file).Metadata.Xmp.Span);
        else
            Assert.Equal(expected, Assert.Throws<VaeCodecException>(() => decoder.Decode(file)).Kind);
    }

    [Fact]
    public void ChunksThatNobodyKnowsAreIgnoredAndTwoOfAKindRefused()
    {
        byte[] plain = new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3) with { Metadata = Samples.All(1) }).Bytes;
        VaecChunk icc = VaecFile.Read(plain).Chunks[0];

        AssertEqual(new() { Icc = Samples.All(1).Icc }, new VaeDecoder().Decode(Container.With(plain, new VaecChunk(128, default), icc, new VaecChunk(255, new byte[9]))).Metadata);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(Container.With(plain, icc, icc))).Kind);
    }

    internal static void AssertEqual(ImageMetadata expected, ImageMetadata actual)
    {
        Assert.Equal(expected.Icc.ToArray(), actual.Icc.ToArray());
        Assert.Equal(expected.Exif.ToArray(), actual.Exif.ToArray());
        Assert.Equal(expected.Xmp.ToArray(), actual.Xmp.ToArray());
    }
}
