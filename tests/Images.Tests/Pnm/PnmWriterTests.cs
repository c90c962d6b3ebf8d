using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests.Pnm;

public class PnmWriterTests
{
    [Theory]
    [InlineData(3, ".ppm", "P6")]
    [InlineData(1, ".pgm", "P5")]
    [InlineData(3, ".pnm", "P6")]
    [InlineData(1, ".PNM", "P5")]
    public void APnmIsItsHeaderAndThePixels(int channels, string suffix, string magic)
    {
        PixelImage image = Photo.Crop(5, 4, channels);

        byte[] file = ImageFile.SaveToBytes(image, suffix);

        Assert.Equal([.. System.Text.Encoding.ASCII.GetBytes($"{magic}\n5 4\n255\n"), .. image.Pixels], file);
    }

    [Theory]
    [InlineData(1, new byte[] { 0, 100, 255 }, ".ppm", new byte[] { 0, 0, 0, 100, 100, 100, 255, 255, 255 })]
    [InlineData(2, new byte[] { 200, 0, 200, 255, 200, 128 }, ".pgm", new byte[] { 255, 200, 227 })]
    [InlineData(2, new byte[] { 200, 0, 200, 255, 200, 128 }, ".pnm", new byte[] { 255, 200, 227 })]
    [InlineData(4, new byte[] { 10, 20, 30, 255, 10, 20, 30, 0, 10, 20, 30, 51 }, ".ppm",
        new byte[] { 10, 20, 30, 255, 255, 255, 206, 208, 210 })]
    [InlineData(3, new byte[] { 77, 77, 77, 255, 0, 0, 0, 255, 0 }, ".pgm", new byte[] { 77, 127, 220 })] // equal light, not equal voltage
    [InlineData(1, new byte[] { 127, 128, 0 }, ".pbm", new byte[] { 0, 255, 0 })]
    public void WhatTheFormatLacksIsLeftOut(int channels, byte[] pixels, string suffix, byte[] expected)
        => Assert.Equal(expected, ImageFile.Load(ImageFile.SaveToBytes(new PixelImage(3, 1, channels, pixels), suffix)).Pixels);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(31)]
    public void ABitmapIsReadBack(int width)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * 3).Select(i => i * 7 % 5 < 2 ? (byte)0 : (byte)255)];

        byte[] file = ImageFile.SaveToBytes(new PixelImage(width, 3, 1, pixels), ".pbm");

        Assert.Equal("P4"u8, file.AsSpan(0, 2));
        Assert.Equal(pixels, ImageFile.Load(file).Pixels);
    }
}
