using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>The coarse layers alone make a picture, and each further one makes it better.</summary>
public class LayerTests
{
    private static readonly PixelImage[] s_pictures =
        [Photo.Crop(96, 64, 3, 0, 0), Photo.Crop(100, 80), Photo.Crop(64, 96, 3, 300, 200), Photo.Crop(65, 63, 4, 40, 150)];

    private static int Layers => ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count;

    [Fact]
    public void EveryLayerImprovesThePictureOnAverage()
    {
        EncodedImage[] files = [.. s_pictures.Select(picture => new VaeEncoder(new() { Mode = Rate.Quality(75) }).Encode(picture))];
        double before = 0;
        for (int layers = 0; layers <= Layers; layers++)
        {
            var decoder = new VaeDecoder(new() { Layers = layers });
            double psnr = 0;
            foreach ((PixelImage picture, EncodedImage file) in s_pictures.Zip(files))
            {
                PixelImage decoded = decoder.Decode(file.Bytes);
                Assert.Equal((picture.Width, picture.Height, picture.Channels), (decoded.Width, decoded.Height, decoded.Channels));
                psnr += ColourPlanes.Psnr(picture.Pixels, decoded.Pixels, picture.Channels) / files.Length;
            }

            Assert.True(psnr >= before, $"{psnr:f2} dB with {layers} layers after {before:f2} dB");
            before = psnr;
        }
    }

    [Fact]
    public void AlphaIsExactHoweverFewTheLayers()
    {
        PixelImage picture = s_pictures[^1];

        PixelImage decoded = new VaeDecoder(new() { Layers = 0 }).Decode(new VaeEncoder().Encode(picture).Bytes);

        Assert.Equal(Photo.Channel(picture, 3), Photo.Channel(decoded, 3));
    }

    [Fact]
    public void AllLayersAreTheWholePicture()
    {
        EncodedImage file = new VaeEncoder().Encode(s_pictures[1]);

        Assert.Equal(file.Reconstruction.Pixels, new VaeDecoder(new() { Layers = Layers }).Decode(file.Bytes).Pixels);
        Assert.NotEqual(file.Reconstruction.Pixels, new VaeDecoder(new() { Layers = Layers - 1 }).Decode(file.Bytes).Pixels);
    }

    [Fact]
    public void ADecoderFindsTheBitsThatTheEncoderSpent()
    {
        EncodedImage file = new VaeEncoder().Encode(s_pictures[0]);

        Assert.Equal(Layers, file.LayerBits.Count);
        Assert.Equal(file.LayerBits, new VaeDecoder().LayerBits(file.Bytes));
        Assert.Equal(file.LayerBits, new VaeDecoder(new() { Layers = 1 }).LayerBits(file.Bytes));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void LayersThatThereAreNotAreRefused(int beyond)
    {
        EncodedImage file = new VaeEncoder().Encode(Photo.Crop(8, 8));
        int layers = beyond < 0 ? beyond : (int)Math.Min(int.MaxValue, (long)Layers + beyond);

        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { Layers = layers }).Decode(file.Bytes));

        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
    }
}
