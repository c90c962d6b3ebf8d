using System.Runtime.CompilerServices;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// The 81 frequency tables of the latents: table i is a zero-mean Gaussian of sigma = 2^(i/8 - 4) convolved with the unit uniform, over
/// the integers -K..K, in units of 2^-16; an escape covers the rest. See FORMAT.md, "Tables".
/// </summary>
internal static class ScaleTables
{
    /// <summary>The number of scales; indices run from 0 (sigma = 1/16) to 80 (sigma = 64).</summary>
    public const int Count = ScaleGrid.Highest + 1;

    private static readonly double[] IntervalBits = Array.ConvertAll(
        TableLayout.Intervals,
        interval => RansState.Precision - Math.Log2(interval.Freq));

    /// <summary>K: the largest magnitude that has a frequency of its own at this scale.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such scale.</exception>
    public static int Support(int scaleIndex) => (RangeOf(scaleIndex).Symbols - 1) / 2;

    /// <summary>The frequency of a symbol in units of 2^-16; 0 outside the support.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such scale.</exception>
    public static int Frequency(int scaleIndex, int symbol)
    {
        TableRange range = RangeOf(scaleIndex);
        uint rank = Rank(symbol);
        return rank < range.Symbols ? TableLayout.Intervals[range.First + rank].Freq : 0;
    }

    /// <summary>The frequency of the escape in units of 2^-16.</summary>
    /// <exception cref="VaeCodecException">BadArgument: no such scale.</exception>
    public static int EscapeFrequency(int scaleIndex)
    {
        TableRange range = RangeOf(scaleIndex);
        return TableLayout.Intervals[range.First + range.Symbols].Freq;
    }

    /// <summary>
    /// The cost of a symbol in bits, from the integer frequencies, with the raw bits of an escape: for rate estimates. The coder itself
    /// never uses this floating-point number.
    /// </summary>
    /// <exception cref="VaeCodecException">BadArgument: no such scale, or a magnitude above 2^20.</exception>
    public static double Bits(int scaleIndex, int symbol) => Bits(RangeOf(scaleIndex), scaleIndex, symbol);

    /// <summary>The cost of a layer in bits: the sum of <see cref="Bits(int, int)"/>.</summary>
    /// <exception cref="VaeCodecException">BadArgument: unequal lengths, no such scale, or a magnitude above 2^20.</exception>
    public static double Bits(ReadOnlySpan<int> symbols, ReadOnlySpan<byte> scaleIndices)
    {
        CheckLayer(symbols.Length, scaleIndices);
        double bits = 0;
        for (int i = 0; i < symbols.Length; i++) bits += Bits(TableLayout.Ranges[scaleIndices[i]], scaleIndices[i], symbols[i]);
        return bits;
    }

    private static double Bits(TableRange range, int scaleIndex, int symbol)
    {
        uint rank = Rank(symbol);
        return rank < range.Symbols
            ? IntervalBits[range.First + rank]
            : IntervalBits[range.First + range.Symbols] + EscapeCode.RawBits(scaleIndex, symbol);
    }

    /// <summary>Maps 0, -1, 1, -2, 2, ... to 0, 1, 2, 3, 4, ...: a bijection of the 32-bit integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Rank(int symbol) => (uint)((symbol << 1) ^ (symbol >> 31));

    /// <summary>The inverse of <see cref="Rank"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SymbolOfRank(uint rank) => (int)(rank >> 1) ^ -(int)(rank & 1);

    /// <summary>The loops index tables by scale without a check of their own; this one stands before them.</summary>
    internal static void CheckLayer(int symbols, ReadOnlySpan<byte> scaleIndices)
    {
        if (symbols != scaleIndices.Length) throw Throw.Argument($"{symbols} symbols, but {scaleIndices.Length} scale indices.");
        int bad = scaleIndices.IndexOfAnyExceptInRange((byte)0, (byte)(Count - 1));
        if (bad >= 0) throw Throw.Argument($"Scale index {scaleIndices[bad]} at position {bad}: indices run from 0 to {Count - 1}.");
    }

    private static TableRange RangeOf(int scaleIndex)
    {
        if ((uint)scaleIndex >= Count) throw Throw.Argument($"Scale index {scaleIndex}: indices run from 0 to {Count - 1}.");
        return TableLayout.Ranges[scaleIndex];
    }
}
