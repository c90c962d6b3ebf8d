using System.Text.Json;
using VaeCodec.Codec.Tests.Pixels.Graphics;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Pixels;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>The format's document says enough: a decoder written from it alone gives the codec's pixels, bit for bit.</summary>
public class SpecificationTests
{
    private static readonly byte[] s_weights = Weights("hvae"), s_pixelWeights = Weights("pixelcnn");

    [Theory]
    [InlineData(9, 7, 3, 20)]
    [InlineData(50, 17, 4, 60)]
    [InlineData(65, 30, 1, 95)]
    [InlineData(1, 1, 2, 40)]
    public void TheDocumentGivesTheSamePixels(int width, int height, int channels, double quality)
    {
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Quality(quality) }).Encode(Photo.Crop(width, height, channels));

        Assert.Equal(encoded.Reconstruction.Pixels, SpecificationDecoder.Decode(encoded.Bytes, s_weights));
    }

    [Theory]
    [InlineData(65, 40, 3)]
    [InlineData(48, 33, 1)]
    [InlineData(33, 17, 4)]
    public void TheDocumentCoversLastLines(int width, int height, int channels)
    {
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Quality(70), AllowExact = false })
            .Encode(FramedPhoto.Of(width, height, channels));

        Assert.NotEqual(0, encoded.Bytes[5] & 0xC0);
        Assert.Equal(encoded.Reconstruction.Pixels, SpecificationDecoder.Decode(encoded.Bytes, s_weights));
    }

    [Fact]
    public void TheDocumentCoversBetasByLayerAndEscapes()
    {
        byte[] noise = new byte[40 * 33 * 3];
        new Random(1).NextBytes(noise);
        double[] betas = [.. Enumerable.Range(0, ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count)
            .Select(i => Math.Pow(2, -14 + i / 2.0))];

        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Beta(betas) }).Encode(new(40, 33, 3, noise));

        Assert.Equal(encoded.Reconstruction.Pixels, SpecificationDecoder.Decode(encoded.Bytes, s_weights));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void TheDocumentCoversFewerLayers(int layers)
    {
        byte[] file = new VaeEncoder().Encode(Photo.Crop(30, 20)).Bytes;

        Assert.Equal(new VaeDecoder(new() { Layers = layers }).Decode(file).Pixels, SpecificationDecoder.Decode(file, s_weights, layers));
    }

    [Theory]
    [InlineData(9, 7, 3, 0)]
    [InlineData(21, 33, 4, 60)]
    [InlineData(17, 32, 1, 30)]
    [InlineData(1, 1, 2, 40)]
    public void TheDocumentGivesTheExactPixels(int width, int height, int channels, double quality)
    {
        PixelImage image = Photo.Crop(width, height, channels);
        byte[] file = new VaeEncoder(new() { Mode = Mode.Lossless(Rate.Quality(quality)), Threads = 2 }).Encode(image).Bytes;

        Assert.Equal(image.Pixels, SpecificationDecoder.Decode(file, s_weights, pixelWeights: s_pixelWeights));
        Assert.Equal(new VaeDecoder(new() { Layers = ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count })
            .Decode(file).Pixels, SpecificationDecoder.Decode(file, s_weights));
    }

    [Theory]
    [InlineData(9, 7, 3, 0, 1.0)]
    [InlineData(21, 33, 4, 30, 1.5)]
    [InlineData(17, 32, 1, 20, 0.4)]
    [InlineData(1, 1, 2, 40, 1.0)]
    public void TheDocumentGivesTheTexture(int width, int height, int channels, double quality, double temperature)
    {
        PixelImage image = Photo.Crop(width, height, channels);
        EncodedImage encoded = new VaeEncoder(new() { Mode = Mode.Texture(Rate.Quality(quality), seed: 12345, temperature: temperature) })
            .Encode(image);

        Assert.Equal(encoded.Reconstruction.Pixels, SpecificationDecoder.Decode(encoded.Bytes, s_weights, pixelWeights: s_pixelWeights));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public void TheDocumentGivesExactAreas(int channels, bool texture)
    {
        PixelImage image = MixedPictures.TextInAPhotograph(100, 83, channels);
        var rate = Rate.Quality(70);
        EncodedImage encoded = new VaeEncoder(new() { Mode = texture ? Mode.Texture(rate) : rate }).Encode(image);

        Assert.InRange(encoded.ExactShare, 0.1, 0.9);
        Assert.Equal(encoded.Reconstruction.Pixels,
            SpecificationDecoder.Decode(encoded.Bytes, s_weights, pixelWeights: texture ? s_pixelWeights : null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheDocumentCoversShifts(bool winograd)
    {
        byte[] weights = RandomModel.File(RandomModel.SmallSpec with { Winograd = winograd, FilmShift = true, ExtraPosteriorBlocks = 1 },
            5);
        var model = new HvaeModel(HvaeWeights.Parse(weights));

        Attempt attempt = new LossyEncoding(Photo.Crop(37, 21, 3), model, new(), DecoderOptions.MostPixels).Run(new([70, 90, 130]), true);

        Assert.Equal(attempt.Pixels, SpecificationDecoder.Decode(attempt.File.Write(), weights));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 1)]
    [InlineData(1, 30)]
    [InlineData(70, 50)]
    public void TheDocumentGivesPlainPixels(int width, int height)
    {
        foreach (string kind in GraphicsPictures.Kinds)
        {
            for (int channels = 1; channels <= 4; channels++)
            {
                byte[] pixels = GraphicsPictures.Draw(kind, width, height, channels, width + channels);
                byte[] file = PlainFile.Within(new(width, height, channels, pixels), long.MaxValue, default)!.Write();

                Assert.Equal(pixels, SpecificationDecoder.Decode(file, []));
            }
        }
    }

    private static byte[] Weights(string kind)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "weights");
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "models.json")));
        JsonElement model = list.RootElement.GetProperty("models").EnumerateArray()
            .Single(m => m.GetProperty("kind").GetString() == kind && m.GetProperty("status").GetString() == "default");
        return File.ReadAllBytes(Path.Combine(folder,
            $"{model.GetProperty("name").GetString()}-r{model.GetProperty("release").GetInt32()}.safetensors"));
    }
}
