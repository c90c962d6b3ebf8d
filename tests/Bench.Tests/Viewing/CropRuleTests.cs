using VaeCodec.Bench.Results;
using VaeCodec.Bench.Tests.Support;
using VaeCodec.Bench.Viewing;
using Xunit;

namespace VaeCodec.Bench.Tests.Viewing;

public sealed class CropRuleTests
{
    [Fact]
    public void CropsLieInThePictureOnTheGridAndDoNotOverlap()
    {
        IReadOnlyList<CropArea> areas = CropRule.Choose(Pattern.Original(300, 200), [0, 1, 2, 3, 4], 64);

        Assert.Equal(5, areas.Count);
        Assert.All(areas, a => Assert.True(a.X % 16 == 0 && a.Y % 16 == 0 && a.X + a.Width <= 300 && a.Y + a.Height <= 200
            && a.Width == 64 && a.Height == 64, $"{a}"));
        Assert.All(areas.SelectMany((a, i) => areas.Skip(i + 1).Select(b => (a, b))),
            pair => Assert.True(Math.Abs(pair.a.X - pair.b.X) >= 64 || Math.Abs(pair.a.Y - pair.b.Y) >= 64, $"{pair}"));
    }

    [Theory]
    [InlineData(20, 2)] // frac(21 / 1.618...) = 0.979: near the end of the order, the most detail
    [InlineData(12, 0)] // frac(13 / 1.618...) = 0.034: near its beginning
    public void TheNumberSaysHowMuchDetail(int number, int third)
    {
        // Three parts of 64 columns: flat, a ramp, stripes.
        byte[] pixels = [.. Enumerable.Range(0, 192 * 64 * 3).Select(i => i / 3 % 192 is var x && x < 64 ? (byte)100
            : x < 128 ? (byte)(x * 2) : (byte)(x % 2 * 255))];

        CropArea area = Assert.Single(CropRule.Choose(new(192, 64, 3, pixels), [number], 64));

        Assert.InRange(area.X, 64 * third - 16, 64 * third + 16);
    }

    [Fact]
    public void WhatHasNoRoomIsLeftOut()
        => Assert.Equal([new CropArea(0, 0, 50, 50)], CropRule.Choose(Pattern.Original(64, 50), [0, 1], 256));
}
