using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Inference.Tests.Tensors;

public class StripTests
{
    [Theory]
    [InlineData(27, 13, 1, new[] { 9, 9, 9 })]
    [InlineData(10, 4, 1, new[] { 4, 4, 2 })]
    [InlineData(1728, 832, 64, new[] { 576, 576, 576 })]
    [InlineData(640, 256, 64, new[] { 256, 256, 128 })]
    [InlineData(5, 8, 1, new[] { 5 })]
    [InlineData(0, 8, 1, new int[0])]
    public void ACutMakesEqualStrips(int height, int rows, int unit, int[] expected)
    {
        var strip = new Strip(64, 64 + height, 4096);
        Strip[] cut = [.. strip.Cut(rows, unit)];
        Assert.Equal(expected, cut.Select(s => s.Height));
        Assert.Equal(expected.Length == 0 ? [] : [64, .. cut.Select(s => s.Bottom).SkipLast(1)], cut.Select(s => s.Top));
    }

    [Fact]
    public void CutsCoverTheRowsWithinTheLimit()
    {
        for (int height = 1; height < 80; height++)
        {
            for (int rows = 1; rows < 90; rows++)
            {
                Strip[] cut = [.. new Strip(0, height, height).Cut(rows)];
                Assert.Equal((height + rows - 1) / rows, cut.Length);
                Assert.Equal(height, cut.Sum(s => s.Height));
                Assert.All(cut, s => Assert.InRange(s.Height, 1, rows));
            }
        }
    }
}
