using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using VaeCodec.Pixels;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>Files with texture give the picture that the encoder saw, and the plain one to those who ask for layers.</summary>
public class TextureTests
{
    private static readonly Mode s_mode = Mode.Texture(Rate.Quality(20), seed: 5);
    private static int Layers => ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(3, 2, 3)]
    [InlineData(1, 70, 3)]
    [InlineData(70, 1, 2)]
    [InlineData(65, 63, 3)]
    [InlineData(40, 100, 4)]
    [InlineData(281, 257, 1)]
    public void TheTextureIsTheEncoders(int width, int height, int channels)
    {
        PixelImage image = Photo.Crop(width, height, channels);
        EncodedImage encoded = Encode(image);
        DecodedImage decoded = new VaeDecoder().DecodeDetailed(encoded.Bytes);

        Assert.True(decoded.HasTexture);
        Assert.False(decoded.IsLossless);
        Assert.Equal(encoded.Reconstruction.Pixels, decoded.Image.Pixels);
        Assert.Equal(Crc32C.Compute(decoded.Image.Pixels), VaeDecoder.Identify(encoded.Bytes).PixelsCrc32C);
        if (channels is 2 or 4)
            Assert.Equal(Photo.Channel(image, channels - 1), Photo.Channel(decoded.Image, channels - 1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void LayersShowThePlainPicture(int channels)
    {
        PixelImage image = Photo.Crop(90, 70, channels) with { Metadata = Samples.All(3, gray: channels == 2) };
        EncodedImage drawn = Encode(image), plain = new VaeEncoder(new() { Mode = Rate.Beta(drawn.Beta) }).Encode(image);
        for (int layers = 0; layers <= Layers; layers++)
        {
            DecodedImage decoded = new VaeDecoder(new() { Layers = layers }).DecodeDetailed(drawn.Bytes);
            Assert.False(decoded.HasTexture);
            Assert.Equal(new VaeDecoder(new() { Layers = layers }).Decode(plain.Bytes).Pixels, decoded.Image.Pixels);
        }

        Assert.NotEqual(plain.Reconstruction.Pixels, drawn.Reconstruction.Pixels);
        Assert.InRange(drawn.Bytes.Length - plain.Bytes.Length, 1, 14);
        Assert.True(drawn.Psnr < plain.Psnr);
        Assert.Equal(drawn.LayerBits, plain.LayerBits);
        Samples.AssertEqual(image.Metadata, new VaeDecoder().Decode(drawn.Bytes).Metadata);
    }

    [Fact]
    public void NeitherThreadsNorStripsShow()
    {
        PixelImage image = Photo.Crop(280, 300);
        Assert.True(PixelBands.CountFor(280, 300) > 1);
        EncodedImage encoded = Encode(image, threads: 1);
        foreach (int threads in new[] { 2, 3 })
        {
            Assert.Equal(encoded.Bytes, new VaeEncoder(new() { Mode = s_mode, Threads = threads, StripBytes = 1 }).Encode(image).Bytes);
            Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder(new() { Threads = threads, StripBytes = 1 })
                .Decode(encoded.Bytes).Pixels);
        }
    }

    [Fact]
    public void SeedAndTemperatureMatter()
    {
        PixelImage image = Photo.Crop(100, 60);
        EncodedImage first = Encode(image), other = Encode(image, Mode.Texture(Rate.Quality(20), seed: 6)),
            cold = Encode(image, Mode.Texture(Rate.Quality(20), 0.5, 5));

        Assert.NotEqual(first.Reconstruction.Pixels, other.Reconstruction.Pixels);
        Assert.NotEqual(first.Reconstruction.Pixels, cold.Reconstruction.Pixels);
        Assert.Equal(new VaeTextureInfo(0.5, 5), VaeDecoder.Identify(cold.Bytes).Texture);
        Assert.Equal(1, VaeDecoder.Identify(other.Bytes).Texture!.Temperature);
        Assert.Null(VaeDecoder.Identify(new VaeEncoder().Encode(image).Bytes).Texture);
    }

    [Fact]
    public void TargetsHoldForTheWholeFile()
    {
        PixelImage image = Photo.Crop(200, 150);
        Assert.InRange(Encode(image, Mode.Texture(Rate.Bytes(1500))).Bytes.Length, 1200, 1500);
        Assert.InRange(Encode(image, Mode.Texture(Rate.BitsPerPixel(0.5))).BitsPerPixel, 0.495, 0.505);
    }

    [Fact]
    public void ItGoesWithEffort()
    {
        PixelImage image = Photo.Crop(64, 64);
        EncodedImage encoded = Encode(image, Mode.Texture(Rate.Quality(20), effort: 1));
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
    }

    [Fact]
    public void DamageIsRefused()
    {
        byte[] file = Encode(Photo.Crop(70, 50)).Bytes;
        VaecFile vaec = VaecFile.Read(file);
        TextureChunk chunk = vaec.Texture!;
        Assert.Equal(VaeCodecErrorKind.UnknownModel, Refusal(With(chunk with { ModelId = 7 })));
        Assert.Equal(70, new VaeDecoder(new() { Layers = Layers }).Decode(With(chunk with { ModelId = 7 })).Width);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { BaseCrc32C = 7 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { Seed = 7 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { Temperature = 20 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { Temperature = 41 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { Bands = 4 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(Container.With(file, header => header with { PixelsCrc32C = 7 })));

        byte[] With(TextureChunk changed) => Container.With(file, changed.Write());
    }

    [Fact]
    public void WhatIsCutShortIsPlain()
    {
        byte[] file = Encode(Photo.Crop(70, 50)).Bytes;
        DecodedImage decoded = new VaeDecoder(new() { AllowTruncated = true }).DecodeDetailed(file.AsMemory(0, file.Length - 3));
        Assert.Equal((true, false), (decoded.IsCutShort, decoded.HasTexture));
        Assert.InRange(decoded.Layers, 0, Layers - 1);
        Assert.True(new VaeDecoder(new() { AllowTruncated = true }).DecodeDetailed(file).HasTexture);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        foreach (Func<Mode> mode in new Func<Mode>[]
        {
            () => Mode.Texture(Rate.Psnr(30)),
            () => Mode.Texture(temperature: 0),
            () => Mode.Texture(temperature: 2.1),
            () => Mode.Texture(temperature: double.NaN),
            () => Mode.Texture(effort: 10),
        })
        {
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(mode).Kind);
        }
    }

    [Fact]
    public void ProgressRisesToOneAndCancellationStopsIt()
    {
        (Heard encoding, Heard decoding) = (new(), new());
        byte[] file = new VaeEncoder(new() { Mode = Mode.Texture(seed: 5) }).Encode(Photo.Crop(280, 300), encoding).Bytes;
        new VaeDecoder().Decode(file, decoding);
        foreach (Heard heard in new[] { encoding, decoding })
        {
            Assert.Equal(heard.Values.Order(), heard.Values);
            Assert.Equal(1, heard.Values[^1]);
        }

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new VaeDecoder().Decode(file, null, source.Token));
    }

    private static EncodedImage Encode(PixelImage image, Mode? mode = null, int threads = 0)
        => new VaeEncoder(new() { Mode = mode ?? s_mode, AllowExact = false, Threads = threads }).Encode(image);

    private static VaeCodecErrorKind Refusal(byte[] file) => Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind;
}
