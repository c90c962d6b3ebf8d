using System.Globalization;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using Xunit;

namespace VaeCodec.Codec.Tests.Rates;

/// <summary>Gray pictures are one channel from end to end.</summary>
public class GrayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(65, 41)]
    [InlineData(64, 33)]
    [InlineData(1, 1)]
    public void ThePsnrInColourIsThatOfTheColourEncoding(int width, int height)
    {
        PixelImage gray = Photo.Crop(width, height, 2);
        var colour = new PixelImage(width, height, 3, [.. Enumerable.Range(0, width * height)
            .SelectMany(i => Enumerable.Repeat(gray.Pixels[2 * i], 3))]);
        HvaeModel model = ModelLibrary.In(null).Default(ModelKind.Hvae);
        RateVector beta = RateVector.Uniform(110, model.Network.Layers.Count);

        Attempt one = new LossyEncoding(gray, model, new(), 1 << 20).Run(beta, true),
            three = new LossyEncoding(colour, model, new(), 1 << 20).Run(beta, true);

        Assert.Equal(three.Psnr, one.ColourPsnr);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(90)]
    public void GrayCostsNoMoreThanTheSamePictureInColour(double quality)
    {
        PixelImage gray = Photo.Crop(190, 130, 1);
        var colour = new PixelImage(gray.Width, gray.Height, 3, [.. gray.Pixels.SelectMany(value => (byte[])[value, value, value])]);
        var encoder = new VaeEncoder(new() { Mode = Rate.Quality(quality), AllowExact = false });
        var heard = new Heard();

        EncodedImage one = encoder.Encode(gray, heard), three = encoder.Encode(colour);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"q {quality}: gray {one.Bytes.Length} bytes, {one.Psnr:f2} dB; colour {three.Bytes.Length} bytes, {three.Psnr:f2} dB"));
        Assert.Equal(1, new VaeDecoder().Decode(one.Bytes).Channels);
        Assert.True(one.Bytes.Length <= three.Bytes.Length);
        Assert.True(one.Psnr >= three.Psnr);
        Assert.Equal(three.Bytes.Length, one.ColourBytes);
        Assert.Null(three.ColourBytes);
        Assert.Equal(heard.Values.Order(), heard.Values);
    }
}
