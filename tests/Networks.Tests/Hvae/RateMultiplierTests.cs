using VaeCodec.Networks.Hvae;
using Xunit;

namespace VaeCodec.Networks.Tests.Hvae;

public sealed class RateMultiplierTests
{
    private static readonly RateRange s_range = new(-14, -5.5);

    [Fact]
    public void TheGridGoesThereAndBack()
    {
        for (int b = 0; b <= 255; b++)
            Assert.Equal(b, RateMultiplier.Nearest(RateMultiplier.Value((byte)b)));
    }

    [Fact]
    public void TheStepIsOneInTheMiddleAndTheSquareRootOfBetaElsewhere()
    {
        Assert.Equal(1f, RateMultiplier.Step(100, s_range));
        for (int b = 0; b <= 255; b++)
        {
            double expected = Math.Sqrt(RateMultiplier.Value((byte)b) / RateMultiplier.Value(100));
            Assert.Equal(expected, RateMultiplier.Step((byte)b, s_range), expected * 1e-7);
            Assert.Equal(1 / expected, RateMultiplier.InverseStep((byte)b, s_range), 1e-7 / expected);
            Assert.Equal(Math.Log2(expected), RateMultiplier.Log2Step((byte)b, s_range), 1e-6);
        }
    }

    [Fact]
    public void TheTrainedRangeBecomesMinusTwoToTwo()
    {
        Assert.Equal(-2f, RateMultiplier.Normalised(RateMultiplier.FromLog2(-14), s_range), 1e-6f);
        Assert.Equal(2f, RateMultiplier.Normalised(RateMultiplier.FromLog2(-5.5), s_range), 1e-6f);
    }

    [Theory]
    [InlineData(-100.0, 0)]
    [InlineData(100.0, 255)]
    public void BeyondTheGridItsEndsStand(double log2Beta, byte expected) => Assert.Equal(expected, RateMultiplier.FromLog2(log2Beta));
}
