using VaeCodec.Picture;

namespace VaeCodec.Areas;

/// <summary>Finds the cells of a picture that look like graphics: their pixels mostly equal a neighbour. Noise, which every photograph has,
/// keeps its own cells from it, and so does whatever was a JPEG before.</summary>
internal static class CellCandidates
{
    /// <summary>Cells of 16 pixels: the borders of text and windows lie anywhere, and a run of cells takes some three bytes a row.</summary>
    private const int CellBits = 4;

    /// <summary>Of a cell's pixels, the most that may be unlike their neighbours.</summary>
    private const double MostUnlike = 0.5;

    /// <summary>The cells; null where none are like that.</summary>
    public static ExactCells? Of(PixelImage image, CancellationToken cancellationToken)
    {
        var cells = new ExactCells(image.Width, image.Height, CellBits);
        var unlike = new int[cells.Across];
        bool any = false;
        for (int row = 0; row < cells.Down; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Clear(unlike);
            int top = row << CellBits, bottom = Math.Min(image.Height, top + (1 << CellBits));
            for (int y = top; y < bottom; y++)
                Count(image, y, unlike);
            for (int column = 0; column < unlike.Length; column++)
            {
                int cell = (row * cells.Across) + column;
                any |= cells[cell] = unlike[column] <= MostUnlike * cells.PixelsOf(cell);
            }
        }

        return any ? cells : null;
    }

    /// <summary>Counts the pixels of a row that are unlike the one before, the one above, and those beside that.</summary>
    private static void Count(PixelImage image, int y, int[] unlike)
    {
        int channels = image.Channels, colours = ColourPlanes.Colours(channels);
        ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * image.Width * channels, image.Width * channels);
        ReadOnlySpan<byte> above = y == 0 ? default : image.Pixels.AsSpan((y - 1) * row.Length, row.Length);
        for (int x = 0; x < image.Width; x++)
        {
            ReadOnlySpan<byte> colour = row.Slice(x * channels, colours);
            bool alike = (x > 0 && colour.SequenceEqual(row.Slice((x - 1) * channels, colours)))
                || (y > 0 && (colour.SequenceEqual(above.Slice(x * channels, colours))
                    || (x > 0 && colour.SequenceEqual(above.Slice((x - 1) * channels, colours)))
                    || (x + 1 < image.Width && colour.SequenceEqual(above.Slice((x + 1) * channels, colours)))));
            if (!alike)
                unlike[x >> CellBits]++;
        }
    }
}
