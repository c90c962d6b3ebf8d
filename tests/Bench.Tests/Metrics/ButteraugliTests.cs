using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Metrics;

public sealed class ButteraugliTests
{
    [Fact]
    public void ItGrowsWithTheErrorAndIsNothingForIdenticalPictures()
    {
        Assert.SkipUnless(ToolProcess.Exists(Butteraugli.Program), $"{Butteraugli.Program} is not installed");
        using var measure = new Butteraugli();
        TestImage original = TestImage.Of("pattern", Pattern.Original(96, 80)), other = TestImage.Of("other", Pattern.Original(64, 72));
        PixelImage near = original.Image with { Pixels = [.. original.Image.Pixels.Select((v, i) => i % 7 == 0 ? (byte)(v ^ 2) : v)] };

        Assert.Equal(0, Distance(original, original.Image));
        Assert.InRange(Distance(original, near), 0.01, Distance(original, Pattern.Coarse(96, 80)));
        Assert.Equal(0, Distance(other, other.Image));

        double Distance(TestImage image, PixelImage decoded) => measure.Of(image, decoded, TestContext.Current.CancellationToken);
    }
}
