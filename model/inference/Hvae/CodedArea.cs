using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>The top left part of a layer's grid that touches the picture.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="LastRow">How much of the last row the picture covers, (0, 1].</param>
/// <param name="LastColumn">How much of the last column the picture covers, (0, 1].</param>
internal readonly record struct CodedArea(int Height, int Width, float LastRow = 1, float LastColumn = 1)
{
    /// <summary>Symbols of a layer with so many channels.</summary>
    public int Symbols(int channels) => checked(Height * Width * channels);

    /// <summary>Where the symbols of a strip are among those of their layer, and how many; none for a strip of padding.</summary>
    public (int First, int Count) SymbolsOf(in Strip rows, int channels)
    {
        int perRow = Width * channels, first = Math.Min(rows.Top, Height);
        return (checked(first * perRow), checked((Math.Min(rows.Bottom, Height) - first) * perRow));
    }

    /// <summary>The rows of a strip that have symbols.</summary>
    public Strip RowsOf(in Strip rows) => rows with { Bottom = Math.Clamp(Height, rows.Top, rows.Bottom) };

    /// <summary>How much of a position the picture covers.</summary>
    public float Covered(int y, int x) => (y == Height - 1 ? LastRow : 1) * (x == Width - 1 ? LastColumn : 1);

    /// <summary>The first column of a row from which on the picture covers positions in part only; <see cref="Width"/> where there is
    /// none.</summary>
    public int FirstPartial(int y) => y == Height - 1 && LastRow < 1 ? 0 : LastColumn < 1 ? Width - 1 : Width;
}
