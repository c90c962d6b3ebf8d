using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Rates;

/// <summary>Quality and beta decide the rate, per layer, and the file holds little else than the latents.</summary>
public class RateTests
{
    [Fact]
    public void MoreQualityIsMoreBitsAndMoreSignal()
    {
        EncodedImage[] steps = [.. new double[] { 5, 20, 40, 60, 80, 95 }
            .Select(quality => new VaeEncoder(new() { Mode = Rate.Quality(quality) }).Encode(Photo.Sample))];

        foreach ((EncodedImage worse, EncodedImage better) in steps.Zip(steps.Skip(1)))
        {
            Assert.True(better.BitsPerPixel > worse.BitsPerPixel * 1.05, $"{better.BitsPerPixel} bpp after {worse.BitsPerPixel}");
            Assert.True(better.Psnr > worse.Psnr + 0.1, $"{better.Psnr} dB after {worse.Psnr}");
        }

        Assert.All(steps, step =>
        {
            double bits = step.LayerBits.Sum();
            Assert.InRange(step.Bytes.Length * 8.0, bits * 0.99 - 48 * 8, bits * 1.01 + 48 * 8);
        });
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(200, 100, false)]
    [InlineData(200, 100, true)]
    public void ThirtyTwoBytesAtMostAreNotLatents(int width, int height, bool perLayer)
    {
        Rate rate = perLayer ? Rate.Beta([.. Enumerable.Range(0, Layers).Select(i => 0.001 * (i + 1))]) : Rate.Quality(60);

        EncodedImage encoded = new VaeEncoder(new() { Mode = rate, AllowExact = false }).Encode(Photo.Crop(width, height));

        VaeImageInfo info = VaeDecoder.Identify(encoded.Bytes);
        Assert.InRange(info.FileBytes!.Value - info.LatentBytes!.Value, 1, 32);
        Assert.InRange(info.LatentBytes.Value * 8.0, encoded.LayerBits.Sum() * 0.99 - 64, encoded.LayerBits.Sum() * 1.01 + 128);
    }

    [Fact]
    public void QualityIsBetaInOtherWords()
    {
        PixelImage image = Photo.Crop(70, 40);
        EncodedImage byQuality = new VaeEncoder(new() { Mode = Rate.Quality(33) }).Encode(image);

        EncodedImage byBeta = new VaeEncoder(new() { Mode = Rate.Beta(byQuality.Beta) }).Encode(image);

        Assert.Equal(Layers, byQuality.Beta.Count);
        Assert.Equal(byQuality.Bytes, byBeta.Bytes);
    }

    [Fact]
    public void OneBetaStandsForAllLayers()
    {
        PixelImage image = Photo.Crop(70, 40);

        EncodedImage one = new VaeEncoder(new() { Mode = Rate.Beta(0.001) }).Encode(image);
        EncodedImage all = new VaeEncoder(new() { Mode = Rate.Beta([.. Enumerable.Repeat(0.001, Layers)]) }).Encode(image);

        Assert.Equal(one.Bytes, all.Bytes);
        Assert.Equal(one.Beta[0], Assert.Single(VaeDecoder.Identify(one.Bytes).Beta));
        Assert.Equal(Enumerable.Repeat(one.Beta[0], Layers), one.Beta);
    }

    [Fact]
    public void BetaOfEveryLayerIsInTheFile()
    {
        double[] beta = [.. Enumerable.Range(0, Layers).Select(i => 0.0005 * (i + 1))];

        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Beta(beta) }).Encode(Photo.Crop(70, 40));

        Assert.Equal(encoded.Beta, VaeDecoder.Identify(encoded.Bytes).Beta);
        foreach ((double asked, double given) in beta.Zip(encoded.Beta))
            Assert.InRange(Math.Log2(given / asked), -1 / 32.0 - 1e-9, 1 / 32.0 + 1e-9);
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
    }

    [Fact]
    public void ALayerThatPaysMoreGetsFewerBits()
    {
        PixelImage image = Photo.Crop(192, 128, left: 20, top: 60);
        EncodedImage even = new VaeEncoder(new() { Mode = Rate.Quality(70) }).Encode(image);

        for (int layer = 0; layer < Layers; layer++)
        {
            double[] beta = [.. even.Beta];
            beta[layer] *= 4;
            EncodedImage uneven = new VaeEncoder(new() { Mode = Rate.Beta(beta) }).Encode(image);
            Assert.True(uneven.LayerBits[layer] < even.LayerBits[layer],
                $"layer {layer}: {uneven.LayerBits[layer]:f0} bits at 4 beta, {even.LayerBits[layer]:f0} at beta");
        }
    }

    [Fact]
    public void TheEndsOfTheTrainedRangeCanBeCoded()
    {
        PixelImage image = Photo.Crop(70, 40);
        foreach (double beta in new[] { Math.Pow(2, -14), Math.Pow(2, -5.5) })
        {
            EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Beta(beta) }).Encode(image);
            Assert.Equal(beta, encoded.Beta[0], 12);
            Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
        }
    }

    [Theory]
    [InlineData(-14.1, -14.1, "range")]
    [InlineData(-5.3, -5.3, "range")]
    [InlineData(-14, -5.5, "octaves apart")]
    [InlineData(-5.5, -14, "octaves apart")]
    public void WhatWasNotTrainedIsRefused(double log2Coarse, double log2Fine, string why)
    {
        double[] beta = [.. Enumerable.Range(0, Layers).Select(i => Math.Pow(2, i < Layers / 2 ? log2Coarse : log2Fine))];

        var refused = Assert.Throws<VaeCodecException>(() => new VaeEncoder(new() { Mode = Rate.Beta(beta) }).Encode(Photo.Crop(20, 20)));

        Assert.Equal(VaeCodecErrorKind.BadArgument, refused.Kind);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<double[]> WrongBetas => new()
    {
        Array.Empty<double>(), new[] { 0.001, 0.001 }, Enumerable.Repeat(0.001, 63).ToArray(), new[] { 0.0 }, new[] { -0.001 },
        new[] { 1.0 }, new[] { 1e-5 }, new[] { double.NaN }, new[] { double.PositiveInfinity },
    };

    [Theory]
    [MemberData(nameof(WrongBetas))]
    public void WrongBetasAreRefused(double[] beta) => AssertRefused(() => Rate.Beta(beta));

    [Fact]
    public void OneWrongBetaAmongManyIsRefused()
    {
        double[] beta = [.. Enumerable.Repeat(0.001, Layers)];
        beta[^1] = 2;
        AssertRefused(() => Rate.Beta(beta));
        AssertRefused(() => Rate.Beta([.. Enumerable.Repeat(0.001, Layers + 1)]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void AQualityBeyondTheScaleIsRefused(double quality) => AssertRefused(() => Rate.Quality(quality));

    private static int Layers => ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count;

    private static void AssertRefused(Func<Rate> rate)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new VaeEncoder(new() { Mode = rate() }).Encode(Photo.Crop(8, 8)));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
    }
}
