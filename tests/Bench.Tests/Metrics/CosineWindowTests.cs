using VaeCodec.Bench.Metrics;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

public sealed class CosineWindowTests
{
    [Theory]
    [InlineData(1.5, 9)]
    [InlineData(3, 19)]
    public void HasTheGaussiansSumAndVarianceAndNearlyItsTaps(double sigma, int taps)
    {
        float[] window = CosineWindow.Of(sigma);

        Assert.Equal(taps, window.Length);
        Assert.Equal(1, window.Sum(), 6);
        Assert.Equal(sigma * sigma, window.Select((tap, i) => tap * Math.Pow(i - taps / 2, 2)).Sum(), 5);
        Assert.All(window.Select((tap, i) => (tap, Place: i - taps / 2)), t => Assert.Equal(
            Math.Exp(-t.Place * t.Place / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI)), t.tap, 0.005));
    }
}
