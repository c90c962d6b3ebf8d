using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using VaeCodec.Pixels;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>Lossless files give back every pixel, and the lossy picture in them to those who ask for layers.</summary>
public class LosslessTests
{
    private static readonly VaeEncoder s_encoder = new(new() { Mode = Mode.Lossless() });
    private static int Layers => ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(3, 2, 3)]
    [InlineData(1, 70, 3)]
    [InlineData(70, 1, 2)]
    [InlineData(65, 63, 3)]
    [InlineData(40, 100, 4)]
    [InlineData(301, 299, 1)]
    [InlineData(301, 299, 3)]
    public void EveryPixelComesBack(int width, int height, int channels)
    {
        foreach (PixelImage image in new[] { Photo.Crop(width, height, channels), Noise(width, height, channels),
            Flat(width, height, channels, 0), Flat(width, height, channels, 201) })
        {
            EncodedImage encoded = s_encoder.Encode(image);
            DecodedImage decoded = new VaeDecoder().DecodeDetailed(encoded.Bytes);

            Assert.True(decoded.IsLossless);
            Assert.Equal(image.Pixels, decoded.Image.Pixels);
            Assert.Equal(image.Pixels, encoded.Reconstruction.Pixels);
            Assert.Equal(double.PositiveInfinity, encoded.Psnr);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void LayersShowTheLossyPicture(int channels)
    {
        PixelImage image = Photo.Crop(90, 70, channels) with { Metadata = Samples.All(3, gray: channels == 2) };
        EncodedImage lossless = new VaeEncoder(new() { Mode = Mode.Lossless(Rate.Quality(25)) }).Encode(image);
        (byte[] file, byte[] lossy) = (lossless.Bytes, new VaeEncoder(new() { Mode = Rate.Beta(lossless.Beta) }).Encode(image).Bytes);
        for (int layers = 0; layers <= Layers; layers++)
        {
            DecodedImage decoded = new VaeDecoder(new() { Layers = layers }).DecodeDetailed(file);
            Assert.False(decoded.IsLossless);
            Assert.Equal(new VaeDecoder(new() { Layers = layers }).Decode(lossy).Pixels, decoded.Image.Pixels);
        }

        Assert.Equal(new VaeDecoder().LayerBits(lossy), new VaeDecoder().LayerBits(file));
        Samples.AssertEqual(image.Metadata, new VaeDecoder().Decode(file).Metadata);
    }

    [Fact]
    public void ThreadsDoNotShow()
    {
        PixelImage image = Photo.Crop(280, 300);
        Assert.True(PixelBands.CountFor(280, 300) > 1);
        byte[] file = new VaeEncoder(new() { Mode = Mode.Lossless(), Threads = 1 }).Encode(image).Bytes;
        foreach (int threads in new[] { 2, 7 })
        {
            Assert.Equal(file, new VaeEncoder(new() { Mode = Mode.Lossless(), Threads = threads }).Encode(image).Bytes);
            Assert.Equal(image.Pixels, new VaeDecoder(new() { Threads = threads }).Decode(file).Pixels);
        }
    }

    [Fact]
    public void AnyBaseWillDo()
    {
        PixelImage image = Photo.Crop(33, 41);
        double[] beta = [.. Enumerable.Range(1, Layers).Select(i => i * 0.0004)];
        foreach (Rate picture in new[] { Rate.Quality(100), Rate.Beta(0.001), Rate.Beta(beta) })
            Assert.Equal(image.Pixels, new VaeDecoder().Decode(new VaeEncoder(new() { Mode = Mode.Lossless(picture) })
                .Encode(image).Bytes).Pixels);
    }

    [Fact]
    public void TheFileSaysWhatItHolds()
    {
        PixelImage image = Photo.Crop(100, 80);
        EncodedImage encoded = s_encoder.Encode(image);
        VaeImageInfo info = VaeDecoder.Identify(encoded.Bytes);
        Assert.Equal(Crc32C.Compute(image.Pixels), info.PixelsCrc32C);
        Assert.Equal(encoded.PixelBits, 8L * info.PixelBytes!.Value);
        Assert.Equal("exact pixels", Assert.Single(info.Chunks).Name);
        Assert.InRange(info.LatentBytes!.Value - encoded.LayerBits.Sum() / 8, 0, 20);
        Assert.True(info.LatentBytes + info.PixelBytes < encoded.Bytes.Length);
        Assert.Null(VaeDecoder.Identify(new VaeEncoder().Encode(image).Bytes).PixelBytes);
        Assert.True(encoded.Bytes.Length < image.Pixels.Length * 3 / 4, $"{encoded.Bytes.Length} bytes for {image.Pixels.Length}");
    }

    [Fact]
    public void WhatIsCutShortStillShowsTheLossyPicture()
    {
        byte[] file = s_encoder.Encode(Photo.Crop(70, 50, 4)).Bytes;
        VaecFile vaec = VaecFile.Read(file);
        byte[] lossy = new VaeDecoder(new() { Layers = Layers }).Decode(file).Pixels;
        var lenient = new VaeDecoder(new() { AllowTruncated = true });
        for (int missing = 1; missing <= vaec.PixelStreams.Length; missing += 1 + missing / 3)
        {
            DecodedImage decoded = lenient.DecodeDetailed(file.AsMemory(0, file.Length - missing));
            Assert.Equal((true, false, Layers), (decoded.IsCutShort, decoded.IsLossless, decoded.Layers));
            Assert.Equal(lossy, decoded.Image.Pixels);
            Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file.AsMemory(0, file.Length - missing)));
        }

        Assert.InRange(lenient.DecodeDetailed(file.AsMemory(0, file.Length - vaec.PixelStreams.Length - 1)).Layers, 0, Layers - 1);
        Assert.True(lenient.DecodeDetailed(file).IsLossless);
        byte[] damaged = [.. file];
        damaged[^5] ^= 1;
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => lenient.Decode(damaged)).Kind);
    }

    [Fact]
    public void DamageIsRefused()
    {
        byte[] file = s_encoder.Encode(Photo.Crop(70, 50)).Bytes;
        VaecFile vaec = VaecFile.Read(file);
        PixelChunk chunk = vaec.Pixels!;
        Assert.Equal(VaeCodecErrorKind.UnknownModel, Refusal(With(chunk with { ModelId = 7 })));
        Assert.Equal(70, new VaeDecoder(new() { Layers = Layers }).Decode(With(chunk with { ModelId = 7 })).Width);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(With(chunk with { BaseCrc32C = 7 })));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Refusal(Container.With(file, header => header with { PixelsCrc32C = 7 })));
        Assert.True(Refusal(With(chunk with { StreamBytes = [chunk.StreamBytes[0] - 4, 4] })) is VaeCodecErrorKind.Corrupt
            or VaeCodecErrorKind.Truncated);
        byte[] last = [.. file];
        last[^2] ^= 4;
        Assert.True(Refusal(Container.Repair(last)) is VaeCodecErrorKind.Corrupt or VaeCodecErrorKind.Truncated);

        byte[] With(PixelChunk changed) => new VaecFile(vaec.Header, [changed.Write()], vaec.Latents, vaec.PixelStreams).Write();
    }

    [Fact]
    public void ProgressRisesToOne()
    {
        var heard = new Heard();
        byte[] file = s_encoder.Encode(Photo.Crop(280, 300), heard).Bytes;
        AssertRises(heard);
        heard = new Heard();
        new VaeDecoder().Decode(file, heard);
        AssertRises(heard);
    }

    [Fact]
    public void ATargetIsRefused()
    {
        foreach (Rate target in new[] { Rate.Bytes(1000), Rate.BitsPerPixel(1), Rate.Psnr(30) })
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => Mode.Lossless(target)).Kind);
    }

    [Fact]
    public void CancellationStopsIt()
    {
        using var source = new CancellationTokenSource();
        byte[] file = s_encoder.Encode(Photo.Crop(30, 30)).Bytes;
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => s_encoder.Encode(Photo.Crop(30, 30), null, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => new VaeDecoder().Decode(file, null, source.Token));
    }

    private static VaeCodecErrorKind Refusal(byte[] file) => Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind;

    private static void AssertRises(Heard heard)
    {
        Assert.Equal(heard.Values.Order(), heard.Values);
        Assert.Equal(1, heard.Values[^1]);
    }

    private static PixelImage Noise(int width, int height, int channels)
    {
        byte[] pixels = new byte[width * height * channels];
        new Random(width + height).NextBytes(pixels);
        return new(width, height, channels, pixels);
    }

    private static PixelImage Flat(int width, int height, int channels, byte value)
        => new(width, height, channels, [.. Enumerable.Repeat(value, width * height * channels)]);
}
