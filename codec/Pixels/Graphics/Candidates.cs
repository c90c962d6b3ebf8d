namespace VaeCodec.Pixels.Graphics;

/// <summary>The distinct colours that a pixel is likely to have, the likeliest first: those that followed its contexts before, and those
/// beside it. FORMAT.md, "Graphics", "Candidates".</summary>
internal sealed class Candidates(int tableBits)
{
    /// <summary>The most that there can be.</summary>
    public const int Most = 13;

    private readonly uint[] _colours = new uint[Most];

    /// <summary>What the tables take.</summary>
    public static long TableBytes(int bits) => 3 * FollowerTable.BytesOf(bits);

    /// <summary>How many there are, 1 or more.</summary>
    public int Count { get; private set; }

    /// <summary>By the two nearest neighbours.</summary>
    public FollowerTable By2 { get; } = new(tableBits);

    /// <summary>By the six nearest.</summary>
    public FollowerTable By6 { get; } = new(tableBits);

    /// <summary>By the twelve nearest.</summary>
    public FollowerTable By12 { get; } = new(tableBits);

    /// <summary>The context of <see cref="By2"/>, as a sum of <see cref="Hash"/>.</summary>
    public ulong Sum2 { get; private set; }

    /// <summary>The context of <see cref="By12"/>.</summary>
    public ulong Sum12 { get; private set; }

    /// <summary>A candidate.</summary>
    public uint this[int rank] => _colours[rank];

    /// <summary>Finds those of a pixel.</summary>
    public void Find(in Neighbours n)
    {
        Sum2 = (n.W * Hash.M1) + (n.N * Hash.M2);
        ulong sum6 = Sum2 + (n.NW * Hash.M3) + (n.NE * Hash.M4) + (n.WW * Hash.M5) + (n.NN * Hash.M6);
        Sum12 = sum6 + (n.WWW * Hash.M7) + (n.NWW * Hash.M8) + (n.NEE * Hash.M9) + (n.NNW * Hash.M10) + (n.NNE * Hash.M11)
            + (n.NNEE * Hash.M12);
        By12.Find(Sum12);
        By6.Find(sum6);
        By2.Find(Sum2);
        Count = 0;
        if (By12.IsKnown) Add(By12.First);
        if (By6.IsKnown) Add(By6.First);
        if (By2.IsKnown) Add(By2.First);
        Add(n.W);
        Add(n.N);
        Add(n.NW);
        Add(n.NE);
        if (By12.IsKnown) Add(By12.Second);
        if (By6.IsKnown) Add(By6.Second);
        if (By2.IsKnown) Add(By2.Second);
        Add(n.NN);
        Add(n.WW);
        Add(n.NEE);
    }

    /// <summary>The rank of a colour; -1 where it is none of them.</summary>
    public int RankOf(uint colour) => _colours.AsSpan(0, Count).IndexOf(colour);

    /// <summary>Tells what colour the pixel had.</summary>
    public void Learn(uint colour)
    {
        By12.Learn(colour);
        By6.Learn(colour);
        By2.Learn(colour);
    }

    private void Add(uint colour)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_colours[i] == colour) return;
        }

        _colours[Count++] = colour;
    }
}
