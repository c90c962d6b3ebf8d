using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Rates;

public sealed class RateControlTests
{
    private static readonly PixelImage s_picture = ImageFile.Load(Corpus.PathOf("sample.png"));

    [Fact]
    public void BitsPerPixelLandWithinTwoPercent()
    {
        double middle = new VaeEncoder(new() { Mode = Rate.Quality(45) }).Encode(s_picture).BitsPerPixel;
        double reached = new VaeEncoder(new() { Mode = Rate.BitsPerPixel(middle * 1.1) }).Encode(s_picture).BitsPerPixel;
        Assert.InRange(reached / (middle * 1.1), 0.98, 1.02);
    }

    [Fact]
    public void BytesAreNeverExceededAndNearlyUsed()
    {
        int target = new VaeEncoder(new() { Mode = Rate.Quality(30) }).Encode(s_picture).Bytes.Length + 100;
        int reached = new VaeEncoder(new() { Mode = Rate.Bytes(target) }).Encode(s_picture).Bytes.Length;
        Assert.InRange(reached, target * 0.98, target);
    }

    [Fact]
    public void PsnrIsReachedAndHardlyExceeded()
    {
        double target = new VaeEncoder(new() { Mode = Rate.Quality(60) }).Encode(s_picture).Psnr + 0.3;
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Psnr(target) }).Encode(s_picture);
        Assert.InRange(encoded.Psnr, target, target + 0.15);
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
    }

    [Fact]
    public void WhatTheModelCannotDoIsAnErrorThatSaysWhatItCan()
    {
        var error = Assert.Throws<VaeCodecException>(() => new VaeEncoder(new() { Mode = Rate.Bytes(30) }).Encode(s_picture));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains("reaches", error.Message, StringComparison.Ordinal);
    }
}
