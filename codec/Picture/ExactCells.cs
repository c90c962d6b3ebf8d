using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Picture;

/// <summary>Which cells of a grid over a picture are coded exactly. FORMAT.md, "Exact areas".</summary>
internal sealed class ExactCells
{
    private readonly bool[] _exact;
    private readonly int _width, _height;
    private readonly Columns[]?[] _parts;

    /// <summary>A grid with none.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="bits">A cell has 2^bits pixels a side; at the right and lower border it is cut.</param>
    public ExactCells(int width, int height, int bits)
    {
        (_width, _height, Bits) = (width, height, bits);
        (Across, Down) = (AreasChunk.CellsAlong(width, bits), AreasChunk.CellsAlong(height, bits));
        _exact = new bool[checked(Across * Down)];
        _parts = new Columns[Down][];
    }

    /// <summary>Those of a file.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="bits">As above.</param>
    /// <param name="runs">Cells, row by row: so many that are not exact, so many that are, in turn, to the last.</param>
    public static ExactCells OfRuns(int width, int height, int bits, IReadOnlyList<int> runs)
    {
        var cells = new ExactCells(width, height, bits);
        int at = 0;
        for (int i = 0; i < runs.Count; at += runs[i++])
            cells._exact.AsSpan(at, runs[i]).Fill(i % 2 == 1);
        return cells;
    }

    /// <summary>Cells in a row of them.</summary>
    public int Across { get; }

    /// <summary>Rows of cells.</summary>
    public int Down { get; }

    /// <summary>How many cells there are.</summary>
    public int Count => _exact.Length;

    /// <summary>A cell's side in pixels is 2^Bits.</summary>
    public int Bits { get; }

    /// <summary>Whether a cell is exact; to be set before anything is asked of its row.</summary>
    public bool this[int cell]
    {
        get => _exact[cell];
        set => _exact[cell] = value;
    }

    /// <summary>Pixels of the exact cells.</summary>
    public long Pixels
    {
        get
        {
            long pixels = 0;
            for (int row = 0; row < Down; row++)
            {
                foreach (Columns part in Parts(row << Bits))
                    pixels += (long)part.Count * RowsOf(row);
            }

            return pixels;
        }
    }

    /// <summary>The cell that a pixel lies in.</summary>
    public int Of(int x, int y) => ((y >> Bits) * Across) + (x >> Bits);

    /// <summary>A cell's first pixel.</summary>
    public (int Left, int Top) CornerOf(int cell) => (cell % Across << Bits, cell / Across << Bits);

    /// <summary>Pixels of a cell.</summary>
    public int PixelsOf(int cell)
    {
        int column = cell % Across;
        return (Math.Min(_width, (column + 1) << Bits) - (column << Bits)) * RowsOf(cell / Across);
    }

    /// <summary>The runs of <see cref="OfRuns"/>.</summary>
    public IReadOnlyList<int> Runs()
    {
        List<int> runs = [];
        bool exact = false;
        for (int at = 0; at < _exact.Length; exact = !exact)
        {
            int run = _exact.AsSpan(at).IndexOf(!exact) is >= 0 and var found ? found : _exact.Length - at;
            runs.Add(run);
            at += run;
        }

        return runs;
    }

    /// <summary>The pixels of a row that lie in exact cells, from the left.</summary>
    /// <param name="y">The row.</param>
    public ReadOnlySpan<Columns> Parts(int y)
    {
        int row = y >> Bits;
        return _parts[row] ??= PartsOf(_exact.AsSpan(row * Across, Across));
    }

    /// <summary>Copies the pixels of exact cells from one picture to another of the same channels.</summary>
    public void Copy(ReadOnlySpan<byte> from, Span<byte> to, int channels)
    {
        for (int y = 0; y < _height; y++)
        {
            foreach (Columns part in Parts(y))
            {
                int at = ((y * _width) + part.From) * channels;
                from.Slice(at, part.Count * channels).CopyTo(to[at..]);
            }
        }
    }

    private int RowsOf(int row) => Math.Min(_height, (row + 1) << Bits) - (row << Bits);

    private Columns[] PartsOf(ReadOnlySpan<bool> row)
    {
        List<Columns> parts = [];
        for (int cell = 0; cell < row.Length; cell++)
        {
            if (!row[cell])
                continue;
            int first = cell;
            while (cell < row.Length && row[cell])
                cell++;
            parts.Add(new(first << Bits, Math.Min(_width, cell << Bits)));
        }

        return [.. parts];
    }
}
