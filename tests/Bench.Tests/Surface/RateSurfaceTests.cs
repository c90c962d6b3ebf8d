using VaeCodec.Bench.Surface;
using Xunit;

namespace VaeCodec.Bench.Tests.Surface;

public sealed class RateSurfaceTests
{
    // PSNR grows with both rates; a split's penalty is quadratic around one step towards the fine layers.
    private static List<SurfacePoint> Points(int best)
        => [.. from coarse in Enumerable.Range(0, 7)
               from fine in Enumerable.Range(0, 7)
               let bpp = Math.Pow(2, (coarse + fine) / 4.0 - 3) * (1 + 0.01 * (fine - coarse - best) * (fine - coarse - best))
               select new SurfacePoint(coarse * 10, fine * 10, bpp / 4, bpp * 3 / 4, bpp, 25 + 1.5 * (coarse + fine))];

    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    public void BestSplitIsFoundOffTheDiagonal(int best)
    {
        IReadOnlyList<SplitCurve> splits = RateSurface.Compare(Points(best), 0.5);
        Assert.Equal([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2], splits.Select(s => s.Octaves));
        Assert.Equal(0, splits.Single(s => s.Octaves == 0).BdRate!.Value, 1e-9);
        SplitCurve winner = splits.MinBy(s => s.BdRate)!;
        Assert.Equal(best * 0.5, winner.Octaves);
        Assert.Equal((1 / (1 + 0.01 * best * best) - 1) * 100, winner.BdRate!.Value, 0.01);
    }
}
