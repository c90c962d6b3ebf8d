using VaeCodec.Bench.Results;
using Xunit;

namespace VaeCodec.Bench.Tests.Results;

public sealed class BdRateTests
{
    [Fact]
    public void HalfTheBitsAtEqualQualityAreFiftyPercentLessByEveryMeasure()
    {
        BdRate rate = BdRate.Between(Curve("half", 0.5), Curve("whole", 1));

        Assert.All([rate.Common, rate.Band, rate.MsSsim, rate.Ssimulacra2, rate.Butteraugli3],
            delta => Assert.Equal(-50, delta!.Percent, 9));
    }

    [Fact]
    public void AMeasureThatAPointLacksIsNotCompared()
    {
        Curve whole = Curve("whole", 1), partly = whole with
        {
            Points = [.. whole.Points.Select((p, i) => i == 0 ? p with { MsSsim = null, Ssimulacra2 = null, Butteraugli3 = null } : p)],
        };

        BdRate rate = BdRate.Between(whole, partly);

        Assert.Null(rate.MsSsim);
        Assert.Null(rate.Ssimulacra2);
        Assert.Null(rate.Butteraugli3);
        Assert.Equal(0, rate.Common!.Percent, 9);
    }

    /// <summary>Four points whose qualities do not depend on the scale of their rates.</summary>
    private static Curve Curve(string name, double scale) => new(name, "made", [.. Enumerable.Range(0, 4).Select(i => new CurvePoint
    {
        Bpp = scale * Math.Pow(2, i - 3),
        PsnrRgbDb = 28 + 3 * i,
        MsSsim = 1 - 0.1 / (1 + i),
        Ssimulacra2 = -5 + 20 * i,
        Butteraugli3 = 6.0 / (1 + i),
    })]);
}
