using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

public class PsnrTests
{
    [Fact]
    public void OfOneStepEverywhereIs48Point13()
    {
        var black = new PixelImage(5, 3, 3, new byte[45]);
        var one = new PixelImage(5, 3, 3, [.. Enumerable.Repeat((byte)1, 45)]);
        Assert.Equal(20 * Math.Log10(255), Psnr.Rgb(black, one), 12);
        Assert.Equal(20 * Math.Log10(255), Psnr.Luma(black, one), 12);
    }

    [Fact]
    public void LumaWeighsTheChannels()
    {
        var black = new PixelImage(1, 1, 3, [0, 0, 0]);
        Assert.Equal(20 * Math.Log10(255 / 29.9), Psnr.Luma(black, new(1, 1, 3, [100, 0, 0])), 12);
        Assert.Equal(20 * Math.Log10(255 / 58.7), Psnr.Luma(black, new(1, 1, 3, [0, 100, 0])), 12);
        Assert.Equal(20 * Math.Log10(255 / 11.4), Psnr.Luma(black, new(1, 1, 3, [0, 0, 100])), 12);
    }

    /// <summary>Values from a Python program that shares nothing with this one.</summary>
    [Fact]
    public void AgreesWithAnIndependentProgram()
    {
        PixelImage original = Pattern.Original(177, 163), coarse = Pattern.Coarse(177, 163);
        Assert.Equal(37.27547010894299, Psnr.Rgb(original, coarse), 9);
        Assert.Equal(42.89915734195446, Psnr.Luma(original, coarse), 9);
    }

    [Fact]
    public void OfIdenticalPicturesStaysFinite() => Assert.Equal(Psnr.Identical, Psnr.Rgb(Pattern.Original(9, 9), Pattern.Original(9, 9)));

    [Fact]
    public void RefusesAnotherSize()
        => Assert.Throws<VaeCodecException>(() => Psnr.Rgb(Pattern.Original(9, 9), Pattern.Original(9, 8)));
}
