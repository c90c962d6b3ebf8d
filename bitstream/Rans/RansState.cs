namespace VaeCodec.Bitstream;

/// <summary>
/// The arithmetic of one rANS state (Duda 2013, arXiv:1311.2540, section 2.3): a 64-bit integer in [2^32, 2^64), renormalised in
/// 32-bit words, with 16-bit frequencies. 2^16 divides 2^32, which makes push and drop exact inverses of each other, word for word
/// ("b-uniqueness").
/// </summary>
public static class RansState
{
    /// <summary>Frequencies of one table sum to 2^<see cref="Precision"/>.</summary>
    public const int Precision = 16;

    /// <summary>The sum of the frequencies of one table, 65536.</summary>
    public const uint Total = 1u << Precision;

    /// <summary>The lowest normalised state, 2^32; every coder starts from it and every decoder must come back to it.</summary>
    public const ulong LowerBound = 1UL << 32;

    /// <summary>True when a symbol of this frequency would carry the state past 2^64, so that a word must leave first.</summary>
    // Compares state >= freq * 2^48 without the overflow that freq = 65536 would cause.
    internal static bool MustEmit(ulong state, uint freq) => (state >> (64 - Precision)) >= freq;

    /// <summary>C(s, x): the state after pushing a symbol.</summary>
    internal static ulong Push(ulong state, uint start, uint freq)
    {
        (ulong quotient, ulong remainder) = Math.DivRem(state, freq);
        return (quotient << Precision) + remainder + start;
    }

    /// <summary>D(x): the state after dropping the symbol whose interval holds the slot.</summary>
    internal static ulong Drop(ulong state, uint start, uint freq) => (freq * (state >> Precision)) + Slot(state) - start;

    /// <summary>The 16 low bits of the state, which lie in the interval of the symbol on top.</summary>
    internal static uint Slot(ulong state) => (uint)state & (Total - 1);

    internal static void CheckInterval(uint start, uint freq)
    {
        if (freq == 0 || freq > Total || start > Total - freq) Throw.BadInterval(start, freq);
    }
}
