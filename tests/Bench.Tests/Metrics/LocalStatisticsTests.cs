using VaeCodec.Bench.Metrics;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

public class LocalStatisticsTests
{
    [Fact]
    public void StripesHaveTheirDeviationAndGradient()
    {
        PixelImage flat = Gray(32, 32, (_, _) => 100), stripes = Gray(32, 32, (x, _) => x % 2 == 0 ? 90 : 110),
            half = Gray(32, 32, (x, _) => x < 16 ? 100 : x % 2 == 0 ? 90 : 110);

        Assert.Equal(new LocalStatistics(0, null, 0), LocalStatistics.Of(flat, flat));
        LocalStatistics busy = LocalStatistics.Of(stripes, stripes), mixed = LocalStatistics.Of(half, stripes);
        Assert.Null(busy.FlatDeviation);
        Assert.Equal(10, busy.BusyDeviation!.Value, 3);
        Assert.Equal(20, busy.Gradient, 3);
        Assert.Equal((10, 10), (Math.Round(mixed.FlatDeviation!.Value, 3), Math.Round(mixed.BusyDeviation!.Value, 3)));
    }

    [Fact]
    public void TextureIsNoShiftAndShadeIs()
    {
        PixelImage flat = Gray(40, 33, (_, _) => 100), stripes = Gray(40, 33, (x, _) => x % 2 == 0 ? 90 : 110),
            darker = Gray(40, 33, (_, _) => 97);
        Assert.Equal(0, LocalStatistics.Shift(flat, stripes)!.Value, 3);
        Assert.Equal(3, LocalStatistics.Shift(flat, darker)!.Value, 3);
        Assert.Null(LocalStatistics.Shift(Gray(8, 40, (_, _) => 0), Gray(8, 40, (_, _) => 9)));
    }

    private static PixelImage Gray(int width, int height, Func<int, int, int> value)
        => new(width, height, 3, [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)value(i / 3 % width, i / 3 / width))]);
}
