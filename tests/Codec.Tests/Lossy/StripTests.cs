using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>Whatever can be asked of the codec gives the same in strips as in one piece.</summary>
public class StripTests
{
    private static readonly PixelImage s_picture = Photo.Crop(70, 400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void FilesAndPixelsAreTheSame(int channels)
    {
        PixelImage picture = Photo.Crop(91, 333, channels);
        EncodedImage whole = new VaeEncoder().Encode(picture);

        EncodedImage strips = new VaeEncoder(new() { StripBytes = 1 }).Encode(picture);

        Assert.Equal(whole.Bytes, strips.Bytes);
        Assert.Equal(whole.Reconstruction.Pixels, strips.Reconstruction.Pixels);
        Assert.Equal(whole.Reconstruction.Pixels, new VaeDecoder(new() { StripBytes = 1 }).Decode(whole.Bytes).Pixels);
    }

    [Fact]
    public void LayersMayBeLeftOut()
    {
        byte[] file = new VaeEncoder().Encode(s_picture).Bytes;
        foreach (int layers in new[] { 0, 3, 7 })
        {
            Assert.Equal(new VaeDecoder(new() { Layers = layers }).Decode(file).Pixels,
                new VaeDecoder(new() { Layers = layers, StripBytes = 1 }).Decode(file).Pixels);
        }
    }

    [Fact]
    public void ACutFileGivesItsWholeLayers()
    {
        byte[] file = new VaeEncoder().Encode(s_picture).Bytes;
        for (int length = file.Length - 1; length > 60; length -= file.Length / 9)
        {
            var heard = new Heard();
            DecodedImage whole = new VaeDecoder(new() { AllowTruncated = true }).DecodeDetailed(file.AsMemory(0, length));

            DecodedImage strips = new VaeDecoder(new() { AllowTruncated = true, StripBytes = 1 })
                .DecodeDetailed(file.AsMemory(0, length), heard);

            Assert.Equal((true, whole.Layers), (strips.IsCutShort, strips.Layers));
            Assert.Equal(whole.Image.Pixels, strips.Image.Pixels);
            Assert.Equal(heard.Values.Order(), heard.Values);
        }
    }

    [Fact]
    public void TargetsAreMetTheSameWay()
    {
        foreach (EncoderOptions options in new EncoderOptions[] { new() { Mode = Rate.Bytes(3000) }, new() { Mode = Rate.Psnr(31) } })
            Assert.Equal(new VaeEncoder(options).Encode(s_picture).Bytes,
                new VaeEncoder(options with { StripBytes = 1 }).Encode(s_picture).Bytes);
    }

    [Fact]
    public void LayerBitsAndProgressAreWhole()
    {
        var encoding = new Heard();
        var decoding = new Heard();

        EncodedImage encoded = new VaeEncoder(new() { StripBytes = 1 }).Encode(s_picture, encoding);
        new VaeDecoder(new() { StripBytes = 1 }).Decode(encoded.Bytes, decoding);
        IReadOnlyList<double> bits = new VaeDecoder(new() { StripBytes = 1 }).LayerBits(encoded.Bytes);

        Assert.All(encoded.LayerBits.Zip(bits), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        foreach (List<double> values in new[] { encoding.Values, decoding.Values })
        {
            Assert.Equal(values.Distinct().Order(), values);
            Assert.Equal(1, values[^1]);
        }
    }
}
