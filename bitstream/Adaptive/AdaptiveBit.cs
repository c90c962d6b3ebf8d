namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// A probability that follows the decisions of one context, in 32 bits: the probability of true in units of 2^-22, and below it the number
/// of decisions seen, up to a limit. The first decisions move it as they move a mean, later ones by a constant share. FORMAT.md,
/// "Adaptive bits".
/// </summary>
internal static class AdaptiveBit
{
    // Of a cell of 0, so that fresh memory is fresh cells: one half, nothing seen.
    private const uint Fresh = 1u << 31;

    private const int CountBits = 10;
    private const uint CountMask = (1 << CountBits) - 1;
    private const int ProbabilityBits = 22;

    // 2^16 / (n + 1.5), the share by which decision number n moves the probability.
    private static readonly int[] s_shares = [.. Enumerable.Range(0, 1 << CountBits).Select(n => (1 << 17) / ((2 * n) + 3))];

    /// <summary>The probability of true in 16 bits, 0 to 65535.</summary>
    public static int Probability(uint cell) => (int)((cell ^ Fresh) >> 16);

    /// <summary>The number of decisions seen, no more than the limit.</summary>
    public static int Count(uint cell) => (int)(cell & CountMask);

    /// <summary>The cell after one more decision.</summary>
    /// <param name="cell">The cell before it.</param>
    /// <param name="bit">The decision.</param>
    /// <param name="limit">What the count ends at, 1 to 1023: the larger, the slower a probability that is long known moves.</param>
    public static uint Next(uint cell, bool bit, int limit)
    {
        int n = (int)(cell & CountMask);
        int p = (int)((cell ^ Fresh) >> CountBits);
        int target = bit ? (1 << ProbabilityBits) - 1 : 0;
        p += (int)(((long)(target - p) * s_shares[n]) >> 16);
        return (((uint)p << CountBits) ^ Fresh) | (uint)(n < limit ? n + 1 : n);
    }
}
