namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// The row that is being coded and the two above it, a colour of one to four bytes in each number. Beyond the picture's sides a row repeats
/// its outermost pixel; left of the row being coded is the first pixel of the row above; above the first row all is 0.
/// </summary>
internal sealed class ColourRows(int width)
{
    /// <summary>How far beyond the sides may be looked.</summary>
    public const int Margin = 4;

    /// <summary>The row being coded; pixel x is at x + <see cref="Margin"/>.</summary>
    public uint[] Row { get; private set; } = new uint[width + (2 * Margin)];

    /// <summary>The row above.</summary>
    public uint[] Above { get; private set; } = new uint[width + (2 * Margin)];

    /// <summary>The row above that.</summary>
    public uint[] Above2 { get; private set; } = new uint[width + (2 * Margin)];

    /// <summary>Begins the first row or the next.</summary>
    public void Next()
    {
        Row.AsSpan(0, Margin).Fill(Row[Margin]);
        Row.AsSpan(width + Margin).Fill(Row[width + Margin - 1]);
        (Row, Above, Above2) = (Above2, Row, Above);
        Row.AsSpan(0, Margin).Fill(Above[Margin]);
    }

    /// <summary>True where the two rows above are of one colour from two pixels left of x to two right of x + count - 1.</summary>
    public bool AreFlatAbove(int x, int count, uint colour)
    {
        int start = x + Margin - 2;
        return !Above.AsSpan(start, count + 4).ContainsAnyExcept(colour) && !Above2.AsSpan(start, count + 4).ContainsAnyExcept(colour);
    }
}
