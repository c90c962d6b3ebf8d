using VaeCodec.Images.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Images.Tests;

public class ImageFileTests
{
    public static TheoryData<int, string> ExactFormats => new()
    {
        { 1, ".png" }, { 2, ".png" }, { 3, ".png" }, { 4, ".png" },
        { 1, ".tif" }, { 2, ".tif" }, { 3, ".tif" }, { 4, ".tif" },
        { 3, ".webp" }, { 4, ".webp" }, { 1, ".pgm" }, { 3, ".ppm" }, { 3, ".PNG" }, { 3, ".avif" }, { 4, ".avif" },
    };

    [Theory]
    [MemberData(nameof(ExactFormats))]
    public void WhatIsWrittenIsReadBackExactly(int channels, string suffix)
    {
        PixelImage image = Noise(37, 21, channels);

        PixelImage back = ImageFile.Load(ImageFile.SaveToBytes(image, suffix));

        Assert.Equal((37, 21, channels), (back.Width, back.Height, back.Channels));
        Assert.Equal(image.Pixels, back.Pixels);
    }

    [Theory]
    [InlineData("sample.png", 480, 320, 3)]
    [InlineData("gray.png", 199, 133, 1)]
    [InlineData("rgba.png", 130, 97, 4)]
    [InlineData("tiny.png", 1, 1, 3)]
    public void TheCorpusHasTheLayoutsItPromises(string name, int width, int height, int channels)
    {
        PixelImage image = ImageFile.Load(Corpus.PathOf(name));

        Assert.Equal((width, height, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(width * height * channels, image.Pixels.Length);
    }

    [Fact]
    public void AFileIsWrittenInTheFormatOfItsExtension()
    {
        using var scratch = new ScratchFolder();
        PixelImage image = ImageFile.Load(Corpus.PathOf("gray.png"));

        ImageFile.Save(image, scratch["a.jpg"]);

        Assert.Equal([0xFF, 0xD8, 0xFF], File.ReadAllBytes(scratch["a.jpg"])[..3]);
        PixelImage back = ImageFile.Load(scratch["a.jpg"]);
        Assert.Equal(1, back.Channels);
        Assert.InRange(image.Pixels.Zip(back.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 3);
    }

    [Fact]
    public void TheOrientationTagIsApplied()
    {
        byte[] jpeg = ImageFile.SaveToBytes(new PixelImage(32, 16, 3,
            [.. Enumerable.Range(0, 32 * 16 * 3).Select(i => i / 3 % 32 < 16 ? (byte)250 : (byte)5)]), ".jpg");

        // An APP1 segment with one big-endian EXIF entry: tag 0x112 (orientation), short, 6 = rotate clockwise.
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        PixelImage image = ImageFile.Load([.. jpeg[..2], .. exif, .. jpeg[2..]]);

        Assert.Equal((16, 32), (image.Width, image.Height));
        Assert.True(image.Pixels[(2 * 16 * 3) + 6] > 200, "the left half belongs on top");
        Assert.True(image.Pixels[(29 * 16 * 3) + 6] < 50);
    }

    [Fact]
    public void APaletteBecomesColour()
    {
        PixelImage image = ImageFile.Load(Convert.FromBase64String("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs="));

        Assert.Equal(3, image.Channels);
        Assert.Equal([255, 0, 0], image.Pixels);
    }

    [Fact]
    public void InkBecomesColour()
    {
        PixelImage image = ImageFile.Load(CmykTiff.Solid(9, 5, cyan: 255, magenta: 0, yellow: 0, black: 0));

        Assert.Equal((9, 5, 3), (image.Width, image.Height, image.Channels));
        Assert.True(image.Pixels[0] < image.Pixels[1] && image.Pixels[1] < image.Pixels[2], "cyan ink is a greenish blue");
    }

    [Fact]
    public void PicturesAreReadOnManyThreadsAtOnce()
    {
        byte[] file = File.ReadAllBytes(Corpus.PathOf("rgba.png"));
        byte[] expected = ImageFile.Load(file).Pixels;

        Parallel.For(0, 64, _ => Assert.Equal(expected, ImageFile.Load(file).Pixels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void MoreFramesThanOneAreToldOf(int frames)
    {
        var warnings = new List<string>();

        PixelImage image = ImageFile.Load(AnimatedGif.Flat(7, 5, frames), new() { OnWarning = warnings.Add });

        Assert.Equal((7, 5), (image.Width, image.Height));
        Assert.Equal(frames > 1 ? [$"the file has {frames} frames or pages; the first is taken"] : [], warnings);
    }

    private static PixelImage Noise(int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(channels).NextBytes(pixels);
        for (int alpha = channels - 1; channels is 2 or 4 && alpha < pixels.Length; alpha += channels)
            pixels[alpha] |= 1; // WebP drops the colours of what cannot be seen
        return new PixelImage(width, height, channels, pixels);
    }
}
