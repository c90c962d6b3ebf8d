using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Results;

namespace VaeCodec.Bench.Viewing;

/// <summary>Chooses crops by the originals alone, so that no codec has a say, and of all degrees of detail.</summary>
internal static class CropRule
{
    /// <summary>The rule in words, for the page.</summary>
    public const string Words = "Crop k (from 0) is of picture k mod the number of pictures. The picture's square windows, on a grid of 16 "
        + "pixels, are put in the order of their detail (the mean absolute difference of neighbouring lumas); the crop is the one at the "
        + "share frac((k + 1) (sqrt(5) - 1) / 2) of that order, or the nearest in it that overlaps no earlier crop of the picture.";

    private const int Grid = 16;

    /// <summary>The crops of one picture; those that have no room are left out.</summary>
    /// <param name="image">RGB.</param>
    /// <param name="numbers">Numbers of its crops among all, rising.</param>
    /// <param name="side">Of a crop; a shorter side of the picture bounds it.</param>
    public static IReadOnlyList<CropArea> Choose(PixelImage image, IEnumerable<int> numbers, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(numbers);
        side = Math.Min(side, Math.Min(image.Width, image.Height));
        CropArea[] order = ByDetail(image, side);
        var chosen = new List<CropArea>();
        foreach (int number in numbers)
        {
            int at = (int)((number + 1) * ((Math.Sqrt(5) - 1) / 2) % 1 * order.Length);
            CropArea? free = Enumerable.Range(0, order.Length).OrderBy(i => Math.Abs(i - at)).Select(i => order[i])
                .FirstOrDefault(area => chosen.TrueForAll(other => !Overlap(area, other)));
            if (free is not null)
                chosen.Add(free);
        }

        return chosen;
    }

    private static bool Overlap(CropArea a, CropArea b) => Math.Abs(a.X - b.X) < a.Width && Math.Abs(a.Y - b.Y) < a.Height;

    private static CropArea[] ByDetail(PixelImage image, int side)
    {
        double[,] sums = Differences(Plane.Luma(image));
        IEnumerable<CropArea> windows = from y in Steps(image.Height, side)
                                        from x in Steps(image.Width, side)
                                        select new CropArea(x, y, side, side);
        return [.. windows.OrderBy(w => sums[w.Y + side, w.X + side] - sums[w.Y, w.X + side] - sums[w.Y + side, w.X] + sums[w.Y, w.X])];
    }

    private static IEnumerable<int> Steps(int length, int side) => Enumerable.Range(0, (length - side) / Grid + 1).Select(i => i * Grid);

    /// <summary>Sums above and to the left of absolute differences to the neighbours right and below: [H + 1, W + 1].</summary>
    private static double[,] Differences(Plane luma)
    {
        double[,] sums = new double[luma.Height + 1, luma.Width + 1];
        for (int y = 0; y < luma.Height; y++)
        {
            double row = 0;
            for (int x = 0; x < luma.Width; x++)
            {
                float here = luma.Values[y * luma.Width + x];
                if (x + 1 < luma.Width)
                    row += Math.Abs(luma.Values[y * luma.Width + x + 1] - here);
                if (y + 1 < luma.Height)
                    row += Math.Abs(luma.Values[(y + 1) * luma.Width + x] - here);
                sums[y + 1, x + 1] = sums[y, x + 1] + row;
            }
        }

        return sums;
    }
}
