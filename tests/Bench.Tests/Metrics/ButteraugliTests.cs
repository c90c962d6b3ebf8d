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

        Assert.Equal((0, 0), Distance(original, original.Image));
        (double max, double norm) = Distance(original, near);
        (double coarseMax, double coarseNorm) = Distance(original, Pattern.Coarse(96, 80));
        Assert.InRange(norm, 0.01, Math.Min(max, coarseNorm));
        Assert.InRange(max, norm, coarseMax);
        Assert.Equal((0, 0), Distance(other, other.Image));

        (double Max, double ThreeNorm) Distance(TestImage image, PixelImage decoded)
            => measure.Of(image, decoded, TestContext.Current.CancellationToken);
    }
}
