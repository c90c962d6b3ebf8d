using VaeCodec.Bitstream.Grid;

namespace VaeCodec.Bitstream.Tables;

/// <summary>2^(-i/8) in integers, for the indices of the <see cref="ScaleGrid"/>.</summary>
internal static class InversePower
{
    /// <summary>Fraction bits.</summary>
    internal const int FractionBits = 60;

    // 2^(-j/8) * 2^60.
    private static ReadOnlySpan<ulong> Eighths =>
    [
        0x1000000000000000, 0x0EAC0C6E7DD24393, 0x0D744FCCAD69D6AF, 0x0C5672A115506DAE,
        0x0B504F333F9DE648, 0x0A5FED6A9B15138F, 0x09837F0518DB8A97, 0x08B95C1E3EA8BD6E,
    ];

    /// <summary>2^(-j/8) * 2^60 for j = 0 to 7.</summary>
    internal static ulong Eighth(int j) => Eighths[j];

    /// <summary>floor(c[i mod 8] / 2^floor(i/8)).</summary>
    internal static ulong Of(int i) => Eighths[i & (ScaleGrid.PerOctave - 1)] >> (i >> ScaleGrid.Log2PerOctave);
}
