namespace VaeCodec.Bitstream.Rans;

/// <summary>
/// The arithmetic of one rANS state (Duda 2013, arXiv:1311.2540, section 2.3): a 64-bit integer in [2^32, 2^64), renormalised in
/// 32-bit words, with frequencies of 16 bits unless a symbol has others. 2^precision divides 2^32, which makes push and drop exact inverses
/// of each other, word for word ("b-uniqueness"), whatever precisions follow each other.
/// </summary>
internal static class RansState
{
    /// <summary>Frequencies of one table sum to 2^<see cref="Precision"/>.</summary>
    public const int Precision = 16;

    /// <summary>The sum of the frequencies of one table, 65536.</summary>
    public const uint Total = 1u << Precision;

    /// <summary>The most bits of a frequency: the coarsest a state gets, 2^32, still has 2^8 steps for it, so that a symbol loses next to
    /// nothing.</summary>
    public const int MaxPrecision = 24;

    /// <summary>The lowest normalised state, 2^32; every coder starts from it and every decoder must come back to it.</summary>
    public const ulong LowerBound = 1UL << 32;

    /// <summary>True when a symbol of this frequency would carry the state past 2^64, so that a word must leave first.</summary>
    // Compares state >= freq * 2^(64 - precision) without the overflow that a frequency of the whole would cause.
    internal static bool MustEmit(ulong state, uint freq, int precision = Precision) => (state >> (64 - precision)) >= freq;

    /// <summary>C(s, x): the state after pushing a symbol.</summary>
    internal static ulong Push(ulong state, uint start, uint freq, int precision = Precision)
    {
        (ulong quotient, ulong remainder) = Math.DivRem(state, freq);
        return (quotient << precision) + remainder + start;
    }

    /// <summary>D(x): the state after dropping the symbol whose interval holds the slot.</summary>
    internal static ulong Drop(ulong state, uint start, uint freq, int precision = Precision)
        => (freq * (state >> precision)) + Slot(state, precision) - start;

    /// <summary>The low bits of the state, 16 or another precision, which lie in the interval of the symbol on top.</summary>
    internal static uint Slot(ulong state, int precision = Precision) => (uint)state & ((1u << precision) - 1);

    internal static void CheckInterval(uint start, uint freq, int precision = Precision)
    {
        uint total = 1u << precision;
        if (freq == 0 || freq > total || start > total - freq) Throw.BadInterval(start, freq, total);
    }
}
