using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Pixels from and into a caller's memory.</summary>
public class PixelLayoutTests
{
    [Fact]
    public void RowsAreReadByTheirLayoutAndStride()
    {
        byte[] memory = [3, 2, 1, 9, 6, 5, 4, 8, 0xEE, 0xEE, 13, 12, 11, 7, 16, 15, 14, 6];
        PixelImage image = PixelImage.FromMemory(memory, 2, 2, PixelLayout.Bgra, 10);
        Assert.Equal(4, image.Channels);
        Assert.Equal([1, 2, 3, 9, 4, 5, 6, 8, 11, 12, 13, 7, 14, 15, 16, 6], image.Pixels);

        byte[] back = new byte[memory.Length];
        back[8] = back[9] = 0xEE; // between the rows: left alone
        image.CopyTo(back, PixelLayout.Bgra, 10);
        Assert.Equal(memory, back);
    }

    [Theory]
    [InlineData(1, PixelLayout.Rgba, new byte[] { 50, 50, 50, 255 })]
    [InlineData(1, PixelLayout.Gray, new byte[] { 50 })]
    [InlineData(2, PixelLayout.Bgra, new byte[] { 50, 50, 50, 60 })]
    [InlineData(2, PixelLayout.Gray, new byte[] { 50 })]
    [InlineData(3, PixelLayout.Bgr, new byte[] { 70, 60, 50 })]
    [InlineData(3, PixelLayout.GrayAlpha, new byte[] { 58, 255 })]
    [InlineData(4, PixelLayout.Rgb, new byte[] { 50, 60, 70 })]
    [InlineData(4, PixelLayout.Rgba, new byte[] { 50, 60, 70, 80 })]
    public void EveryPictureFitsEveryLayout(int channels, PixelLayout layout, byte[] expected)
    {
        byte[] pixel = new byte[expected.Length];
        new PixelImage(1, 1, channels, new byte[] { 50, 60, 70, 80 }[..channels]).CopyTo(pixel, layout);
        Assert.Equal(expected, pixel);
    }

    [Theory]
    [InlineData(2, 2, 5, 100)]
    [InlineData(2, 2, 0, 11)]
    [InlineData(0, 2, 0, 100)]
    [InlineData(2, 2, -6, 100)]
    public void MemoryThatDoesNotFitIsRefused(int width, int height, int stride, int bytes)
    {
        Assert.Equal(VaeCodecErrorKind.BadImage,
            Assert.Throws<VaeCodecException>(() => PixelImage.FromMemory(new byte[bytes], width, height, PixelLayout.Rgb, stride)).Kind);
        if (width > 0)
        {
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(
                () => new PixelImage(width, height, 3, new byte[12]).CopyTo(new byte[bytes], PixelLayout.Rgb, stride)).Kind);
        }
    }

    [Fact]
    public void TheCodecTakesAndFillsCallersMemory()
    {
        PixelImage image = Photo.Crop(40, 30, 4);
        byte[] bgra = new byte[30 * 200];
        image.CopyTo(bgra, PixelLayout.Bgra, 200);

        EncodedImage encoded = new VaeEncoder().Encode(bgra, 40, 30, PixelLayout.Bgra, 200);
        Assert.Equal(new VaeEncoder().Encode(image).Bytes, encoded.Bytes);

        byte[] rgba = new byte[40 * 30 * 4];
        DecodedImage decoded = new VaeDecoder().DecodeInto(encoded.Bytes, rgba, PixelLayout.Rgba);
        Assert.Equal(encoded.Reconstruction.Pixels, rgba);
        Assert.Equal((40, 30), (decoded.Image.Width, decoded.Image.Height));
    }
}
