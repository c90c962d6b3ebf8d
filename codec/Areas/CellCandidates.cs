using VaeCodec.Picture;

namespace VaeCodec.Areas;

/// <summary>The cells of a picture that look like graphics: at least half of their pixels equal a neighbour. Noise, which every photograph
/// has, keeps most of its cells from it, and so it is with what was a JPEG before.</summary>
internal sealed class CellCandidates
{
    /// <summary>Cells of 16 pixels: the borders of text and windows lie anywhere, and a run of cells takes some three bytes a
    /// row.</summary>
    private const int CellBits = 4;

    /// <summary>Of a cell's pixels, the most that may be unlike their neighbours.</summary>
    private const double MostUnlike = 0.5;

    private readonly int[] _unlike;

    /// <summary>Looks at a picture.</summary>
    public CellCandidates(PixelImage image, CancellationToken cancellationToken)
    {
        Cells = new(image.Width, image.Height, CellBits);
        _unlike = new int[Cells.Count];
        uint[] row = new uint[image.Width], above = new uint[image.Width];
        int stride = image.Width * image.Channels;
        for (int y = 0; y < image.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Pack(image.Pixels.AsSpan(y * stride, stride), image.Channels, row);
            if (y > 0)
                Count(row, above, _unlike.AsSpan(Cells.Of(0, y), Cells.Across));
            (row, above) = (above, row);
        }

        for (int cell = 0; cell < _unlike.Length; cell++)
            Any |= Cells[cell] = _unlike[cell] <= MostUnlike * Cells.PixelsOf(cell);
    }

    /// <summary>Those that look like graphics.</summary>
    public ExactCells Cells { get; }

    /// <summary>Whether there are any.</summary>
    public bool Any { get; }

    /// <summary>How many pixels of a cell are unlike their neighbours.</summary>
    public int UnlikeIn(int cell) => _unlike[cell];

    /// <summary>Counts the pixels of a row that are unlike the one before, the one above, and those beside that; but for its
    /// ends.</summary>
    private static void Count(ReadOnlySpan<uint> row, ReadOnlySpan<uint> above, Span<int> unlike)
    {
        for (int x = 1; x < row.Length - 1; x++)
        {
            uint colour = row[x];
            if (colour != row[x - 1] && colour != above[x] && colour != above[x - 1] && colour != above[x + 1])
                unlike[x >> CellBits]++;
        }
    }

    /// <summary>The colours of a row, each in one number.</summary>
    private static void Pack(ReadOnlySpan<byte> pixels, int channels, Span<uint> row)
    {
        for (int x = 0, at = 0; x < row.Length; x++, at += channels)
            row[x] = channels <= 2 ? pixels[at] : pixels[at] | ((uint)pixels[at + 1] << 8) | ((uint)pixels[at + 2] << 16);
    }
}
