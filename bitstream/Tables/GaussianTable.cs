using System.Runtime.CompilerServices;
using VaeCodec.Bitstream.Grid;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// Integer frequencies of a zero-mean Gaussian convolved with the unit uniform, P(k) = Phi((k + 1/2) / sigma) - Phi((k - 1/2) / sigma):
/// the prior of a latent that is quantised to its residual (Duan et al. 2023, QARV, arXiv:2302.08899, section 3). Integers only, so that
/// every machine builds the same tables; FORMAT.md, "Tables", gives the same steps in prose.
/// </summary>
internal static class GaussianTable
{
    private const int FractionBits = 46;
    private const ulong One = 1UL << FractionBits;

    // Beyond 4.5 sigma the mass outside is a fifth of one unit of frequency.
    private const ulong FarOut = 9UL << (FractionBits - 1);

    // 2^16 less the 2 units that every table keeps for its escape, over the two signs.
    private const ulong HalfMass = 32767;

    // sqrt(2 / pi) * 2^62.
    private const ulong RootTwoOverPi = 0x33108A67A86CA11A;

    /// <summary>The frequencies of the magnitudes 0..K at a scale; those of 1..K count once for each sign.</summary>
    internal static List<ushort> Frequencies(int scale)
    {
        ulong inside = CentralMass(scale, 0);
        ulong rounded = Round(inside);
        List<ushort> frequencies = [(ushort)(2 * rounded)];
        for (int magnitude = 1; ; magnitude++)
        {
            // A magnitude worth a whole unit of frequency also gets at least one after rounding the cumulative masses.
            ulong mass = CentralMass(scale, magnitude);
            if (HalfMass * (mass - inside) < One) return frequencies;
            ulong next = Round(mass);
            frequencies.Add((ushort)(next - rounded));
            (inside, rounded) = (mass, next);
        }
    }

    private static ulong Round(ulong mass) => ((HalfMass * mass) + (One / 2)) >> FractionBits;

    /// <summary>erf(z / sqrt 2) at z = (magnitude + 1/2) / sigma, in units of 2^-46.</summary>
    // Some thousand calls, once: worth optimising at once, not after the tables are done.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong CentralMass(int scale, int magnitude)
    {
        // sigma = 2^(scale/8 - 4), so z = (2 magnitude + 1) 2^(3 - scale/8).
        UInt128 odd = (uint)((2 * magnitude) + 1);
        ulong z = (ulong)((odd * InversePower.Eighth(scale & (ScaleGrid.PerOctave - 1))) >> (11 + (scale >> ScaleGrid.Log2PerOctave)));
        if (z >= FarOut) return One;

        // sqrt(2 / pi) * sum over n of (-1)^n z^(2n+1) / (2^n n! (2n + 1)), Abramowitz and Stegun 7.1.5. n times the largest term is
        // below 2^18, so 46 fraction bits leave no product above 2^64 after the shift.
        ulong half = (ulong)(((UInt128)z * z) >> (FractionBits + 1));
        ulong term = z;
        long sum = (long)z;
        for (uint n = 1; term != 0; n++)
        {
            term = (ulong)(((UInt128)term * half) >> FractionBits) / n;
            long share = (long)(term / ((2 * n) + 1));
            sum += (n & 1) == 1 ? -share : share;
        }

        return (ulong)(((UInt128)(ulong)sum * RootTwoOverPi) >> 62);
    }
}
