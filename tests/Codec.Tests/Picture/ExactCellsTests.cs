using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

public sealed class ExactCellsTests
{
    [Fact]
    public void RunsGiveTheSameCellsBack()
    {
        var random = new Random(2);
        for (int i = 0; i < 200; i++)
        {
            (int width, int height, int bits) = (random.Next(1, 200), random.Next(1, 200), random.Next(3, 8));
            var cells = new ExactCells(width, height, bits);
            int share = random.Next(0, 5);
            for (int cell = 0; cell < cells.Count; cell++)
                cells[cell] = random.Next(4) < share;
            IReadOnlyList<int> runs = cells.Runs();
            ExactCells again = ExactCells.OfRuns(width, height, bits, runs);
            Assert.Equal(cells.Count, runs.Sum());
            Assert.All(runs.Skip(1), run => Assert.True(run > 0));
            Assert.All(Enumerable.Range(0, cells.Count), cell => Assert.Equal(cells[cell], again[cell]));
            Assert.Equal(Enumerable.Range(0, width * height).Count(p => again[again.Of(p % width, p / width)]), again.Pixels);
        }
    }

    [Fact]
    public void PartsAndCellsAreTheSamePixels()
    {
        ExactCells cells = ExactCells.OfRuns(40, 20, 4, [1, 1, 2, 1, 1]);
        Assert.Equal([new Columns(16, 32)], cells.Parts(0).ToArray());
        Assert.Equal([new Columns(16, 32)], cells.Parts(19).ToArray());
        Assert.Equal((16 * 16) + (16 * 4), cells.Pixels);
        Assert.Equal((8 * 4, 32, 16), (cells.PixelsOf(5), cells.CornerOf(5).Left, cells.CornerOf(5).Top));
        byte[] from = [.. Enumerable.Repeat((byte)7, 40 * 20 * 3)], to = new byte[40 * 20 * 3];
        cells.Copy(from, to, 3);
        Assert.Equal(cells.Pixels * 3, to.Count(value => value == 7));
        Assert.Equal((0, 7), (to[15 * 3], to[16 * 3]));
    }
}
