using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>
/// The discretisation of a continuous latent: 4096 bins of equal mass under its prior, the logistic distribution of mean 0 and scale 1,
/// which is the choice that spends no bits on precision (Townsend et al. 2019, arXiv:1901.04866, section 2.5.1: "maximum entropy").
/// Integers only: a bin's edges and centre come from the table of the logistic function by bisection. ARCHIVE.md, "Latents".
/// </summary>
internal static class LatentBins
{
    /// <summary>log2 of <see cref="Count"/>: a bin costs so many bits under the prior.</summary>
    public const int Bits = 12;

    /// <summary>The bins, from the lowest value up.</summary>
    public const int Count = 1 << Bits;

    /// <summary>Fraction bits of edges, centres and means.</summary>
    public const int FractionBits = LogisticTable.ArgumentBits;

    // The quantiles of 1/8192, 2/8192, ..., 8191/8192: centres and edges in turn.
    private static readonly int[] Quantiles = [.. Enumerable.Range(1, (2 * Count) - 1).Select(Quantile)];

    /// <summary>The value of a latent in a bin: its median under the prior, in units of 2^-14.</summary>
    public static int Centre(int bin) => Quantiles[2 * bin];

    /// <summary>Where a bin begins, in units of 2^-14; bin 0 and the end of the last one have no edge.</summary>
    internal static int Edge(int bin) => Quantiles[(2 * bin) - 1];

    /// <summary>The least argument at which the table reaches i / 8192.</summary>
    private static int Quantile(int i)
    {
        long wanted = (long)i << (LogisticTable.ValueBits - Bits - 1);
        int low = -LogisticTable.Reach << FractionBits, high = LogisticTable.Reach << FractionBits;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (LogisticTable.At(middle) >= wanted) high = middle;
            else low = middle;
        }

        return high;
    }
}
