namespace VaeCodec.Pixels.Graphics;

/// <summary>The colours around a pixel that are known before it, by compass direction: NNE is two rows up and one to the right.</summary>
internal readonly struct Neighbours
{
    public readonly uint W, WW, WWW, NW, N, NE, NWW, NEE, NN, NNW, NNE, NNEE, NNWW;

    /// <summary>Those of pixel x of the row being coded.</summary>
    public Neighbours(ColourRows rows, int x)
    {
        int at = x + ColourRows.Margin;
        ReadOnlySpan<uint> row = rows.Row.AsSpan(at - 3, 3), above = rows.Above.AsSpan(at - 2, 5), above2 = rows.Above2.AsSpan(at - 2, 5);
        (WWW, WW, W) = (row[0], row[1], row[2]);
        (NWW, NW, N, NE, NEE) = (above[0], above[1], above[2], above[3], above[4]);
        (NNWW, NNW, NN, NNE, NNEE) = (above2[0], above2[1], above2[2], above2[3], above2[4]);
    }

    /// <summary>True where all of them are one colour.</summary>
    public bool AreFlat => W == N && W == NW && W == NE && W == WW && W == NN && W == WWW && W == NWW && W == NEE && W == NNW && W == NNE
        && W == NNEE && W == NNWW;
}
