namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Hashes of contexts: each number that matters times a power of its own of an odd multiplier, summed modulo 2^64. So all products are
/// independent of each other, and contexts share theirs. FORMAT.md, "Graphics", "Contexts".
/// </summary>
internal static class Hash
{
    /// <summary>The powers, by exponent.</summary>
    public const ulong M1 = 0x9E3779B97F4A7C15;
    public const ulong M2 = unchecked(M1 * M1), M3 = unchecked(M2 * M1), M4 = unchecked(M3 * M1), M5 = unchecked(M4 * M1),
        M6 = unchecked(M5 * M1), M7 = unchecked(M6 * M1), M8 = unchecked(M7 * M1), M9 = unchecked(M8 * M1), M10 = unchecked(M9 * M1),
        M11 = unchecked(M10 * M1), M12 = unchecked(M11 * M1), M13 = unchecked(M12 * M1), M14 = unchecked(M13 * M1);

    /// <summary>Spreads all bits of a sum to the highest ones.</summary>
    public static ulong Mix(ulong sum) => (sum ^ (sum >> 29)) * M1;

    /// <summary>The place of a context in a table of 2^<paramref name="bits"/>.</summary>
    public static int Slot(ulong sum, int bits) => (int)(Mix(sum) >> (64 - bits));
}
