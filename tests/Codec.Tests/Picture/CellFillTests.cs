using VaeCodec.Codec.Tests.Support;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

public sealed class CellFillTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void OnlyExactCellsChangeAndTheyAreSmooth(int channels)
    {
        PixelImage image = MixedPictures.TextInAPhotograph(90, 70, channels);
        var cells = ExactCells.OfRuns(90, 70, 4, [7, 3, 3, 3, 14]);
        PixelImage filled = CellFill.Filled(image, cells, default);
        int changed = 0, steepest = 0;
        for (int i = 0; i < 90 * 70; i++)
        {
            bool exact = cells[cells.Of(i % 90, i / 90)];
            for (int c = 0; c < channels; c++)
            {
                int at = (i * channels) + c;
                if (!exact || (channels == 4 && c == 3))
                    Assert.Equal(image.Pixels[at], filled.Pixels[at]);
                else if (cells[cells.Of((i % 90) - 1, i / 90)])
                    steepest = Math.Max(steepest, Math.Abs(filled.Pixels[at] - filled.Pixels[at - channels]));
                changed += image.Pixels[at] == filled.Pixels[at] ? 0 : 1;
            }
        }

        Assert.True(changed > 0);
        Assert.InRange(steepest, 0, 20); // text has steps of 200
        PixelImage hidden = CellFill.Hidden(filled, cells, default);
        Assert.Equal(cells.Pixels, Enumerable.Range(0, 90 * 70).Count(i => cells[cells.Of(i % 90, i / 90)]
            && hidden.Pixels[((i + 1) * hidden.Channels) - 1] == 0));
    }

    [Fact]
    public void APictureOfNothingElseIsFilledToo()
    {
        PixelImage image = Photo.Crop(20, 10), filled = CellFill.Filled(image, ExactCells.OfRuns(20, 10, 3, [0, 6]), default);
        Assert.Equal(new byte[20 * 10 * 3], filled.Pixels);
    }
}
