using VaeCodec.Bench.Report;
using Xunit;

namespace VaeCodec.Bench.Tests.Report;

public class AxisTests
{
    [Fact]
    public void LogarithmicTicksAreRoundAndEquallyFarPerRatio()
    {
        var axis = new Axis(0.08, 3, 0, 100, Logarithmic: true);
        Assert.Equal([0.1, 0.2, 0.5, 1, 2], axis.Ticks());
        Assert.Equal(axis[0.2] - axis[0.1], axis[2] - axis[1], 9);
    }

    [Fact]
    public void LinearTicksAreRound() => Assert.Equal([25.0, 30, 35, 40], new Axis(24.1, 42, 0, 1, Logarithmic: false).Ticks());

    [Fact]
    public void OneValueStillMakesAnAxis() => Assert.True(Axis.Around([3], 0, 10, logarithmic: false) is { Low: < 3, High: > 3 });
}
