using System.Globalization;
using VaeCodec.Images;
using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Gray pictures are one channel from end to end.</summary>
public class GrayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    public void GrayCostsNoMoreThanTheSamePictureInColour(double quality)
    {
        PixelImage gray = Photo.Crop(190, 130, 1);
        var colour = new PixelImage(gray.Width, gray.Height, 3, [.. gray.Pixels.SelectMany(value => (byte[])[value, value, value])]);
        var encoder = new VaeEncoder(new() { Quality = quality });

        EncodedImage one = encoder.Encode(gray), three = encoder.Encode(colour);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"q {quality}: gray {one.Bytes.Length} bytes, {one.Psnr:f2} dB; colour {three.Bytes.Length} bytes, {three.Psnr:f2} dB"));
        Assert.Equal(1, new VaeDecoder().Decode(one.Bytes).Channels);
        Assert.True(one.Bytes.Length <= three.Bytes.Length);
        Assert.True(one.Psnr >= three.Psnr);
    }
}
