using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Sampling;

/// <summary>Pictures that are drawn from the released models.</summary>
public sealed class VaeSamplerTests
{
    [Fact]
    public void ASeedIsOnePictureOnAnyNumberOfThreads()
    {
        byte[] one = new VaeSampler(new() { Seed = 5, Threads = 1 }).Draw(96, 70).Pixels;
        Assert.Equal(one, new VaeSampler(new() { Seed = 5, Threads = 3 }).Draw(96, 70).Pixels);
        Assert.NotEqual(one, new VaeSampler(new() { Seed = 6 }).Draw(96, 70).Pixels);
        Assert.Equal(96 * 70 * 3, one.Length);
    }

    [Fact]
    public void ALowTemperatureIsPlainer()
    {
        double[] spread = [.. new[] { 0.125, 1, 2 }.Select(t => Spread(new VaeSampler(new() { Temperature = t }).Draw(192, 128)))];
        Assert.True(spread[0] < 0.5 * spread[1] && spread[1] < spread[2], string.Join(' ', spread));
    }

    [Fact]
    public void TheLayersOfAFileStay()
    {
        PixelImage picture = Images.ImageFile.Load(Corpus.PathOf("sample.png"));
        byte[] vaec = new VaeEncoder(new() { Mode = Rate.Quality(40), AllowExact = false }).Encode(picture).Bytes.ToArray();
        var sampler = new VaeSampler(new() { Seed = 1 });
        int layers = new VaeDecoder().DecodeDetailed(vaec).LayersInAll;
        Assert.Equal(new VaeDecoder().Decode(vaec).Pixels, sampler.DrawFiner(vaec, layers).Pixels);
        double all = Error(0), some = Error(layers - 2);
        Assert.True(some < 0.3 * all, $"{some} {all}");
        Assert.Throws<VaeCodecException>(() => sampler.DrawFiner(vaec, layers + 1));

        double Error(int kept) => sampler.DrawFiner(vaec, kept).Pixels.Zip(picture.Pixels, (a, b) => (double)(a - b) * (a - b)).Average();
    }

    [Theory]
    [InlineData("vlae-mnist")]
    [InlineData("vlae-mnist-binary")]
    public void SmallModelsDrawDigits(string model)
    {
        var sampler = new VaeSampler(new() { Model = model, Seed = 3 });
        Assert.True(sampler.IsSmall);
        IReadOnlyList<PixelImage> digits = sampler.DrawSmall(24);
        Assert.Equal(24, digits.Select(d => Convert.ToHexString(d.Pixels)).Distinct().Count());
        Assert.Equal(digits[3].Pixels, sampler.DrawSmall(4)[3].Pixels);

        // MNIST's test pictures: 19 % of the pixels are not black, hardly any of those at the border.
        Assert.InRange(digits.Average(d => d.Pixels.Count(v => v > 25) / 784.0), 0.08, 0.3);
        Assert.InRange(digits.Average(d => d.Pixels.Where((_, i) => i < 56 || i >= 728).Count(v => v > 25)), 0, 3);
    }

    [Fact]
    public void WhatCannotBeDrawnIsRefused()
    {
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler().Draw(0, 5));
        Refused(VaeCodecErrorKind.LimitExceeded, () => new VaeSampler(new() { MaxPixels = 1000 }).Draw(100, 100));
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler(new() { Rate = Rate.Psnr(30) }).Draw(64, 64));
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler(new() { Model = "pixelcnn-7" }).Draw(64, 64));
        Refused(VaeCodecErrorKind.UnknownModel, () => new VaeSampler(new() { Model = "nobody" }).Draw(64, 64));
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler(new() { Model = "vlae-mnist" }).Draw(64, 64));
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler(new() { Model = "vlae-mnist", Temperature = 2 }).DrawSmall(1));
        Refused(VaeCodecErrorKind.BadArgument, () => new VaeSampler(new() { Model = "vlae-mnist" }).DrawSmall(0));
        Refused(VaeCodecErrorKind.BadArgument, () => _ = new SamplerOptions { Temperature = 5 });

        static void Refused(VaeCodecErrorKind kind, Action draw) => Assert.Equal(kind, Assert.Throws<VaeCodecException>(draw).Kind);
    }

    private static double Spread(PixelImage picture)
    {
        double mean = picture.Pixels.Average(v => v);
        return Math.Sqrt(picture.Pixels.Average(v => (v - mean) * (v - mean)));
    }
}
