using VaeCodec.Bench.Results;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests;

public class BjontegaardDeltaTests
{
    private static readonly RatePoint[] s_curve = [new(0.2, 28), new(0.5, 32), new(1, 35), new(2, 39)];

    [Fact]
    public void OfHalfTheRateIsMinusFifty()
    {
        BjontegaardDelta delta = BjontegaardDelta.Rate([.. s_curve.Select(p => p with { Bpp = p.Bpp / 2 })], s_curve)!;
        Assert.Equal(-50, delta.Percent, 9);
        Assert.Equal((28, 39), (delta.LowDb, delta.HighDb));
    }

    [Fact]
    public void StaysWithinTheCommonInterval()
    {
        BjontegaardDelta delta = BjontegaardDelta.Rate([.. s_curve.Select(p => p with { Psnr = p.Psnr + 3 })], s_curve, 25, 33)!;
        Assert.Equal((31, 33), (delta.LowDb, delta.HighDb));
    }

    [Fact]
    public void IsUnknownWithoutOverlapOrPoints()
    {
        Assert.Null(BjontegaardDelta.Rate([.. s_curve.Select(p => p with { Psnr = p.Psnr + 30 })], s_curve));
        Assert.Null(BjontegaardDelta.Rate([.. s_curve.Take(2)], s_curve));
        Assert.Null(BjontegaardDelta.Rate(s_curve, s_curve, 50, 60));
    }

    /// <summary>Rows of the anchors' own table.</summary>
    [Theory]
    [InlineData("webp", -33.5, 26.98, 40.56, -33.1)]
    [InlineData("avif-s6-444", -50.7, 26.91, 40.56, -49.8)]
    [InlineData("jxl-e7", -25.6, 27.96, 40.56, -27.2)]
    [InlineData("jpeg2000", -43.0, 26.66, 40.56, -41.3)]
    public void AgreesWithTheAnchorsTable(string codec, double common, double low, double high, double band)
    {
        Dictionary<string, Curve> curves = AnchorFile.Read(SharedAnchors.Require("local-kodak.csv")).ToDictionary(c => c.Name);
        BdRate rate = BdRate.Between(curves[codec], curves["jpeg420"]);
        Assert.Equal(common, rate.Common!.Percent, 0.05);
        Assert.Equal(low, rate.Common.LowDb, 0.005);
        Assert.Equal(high, rate.Common.HighDb, 0.005);
        Assert.Equal(band, rate.Band!.Percent, 0.05);
    }
}
