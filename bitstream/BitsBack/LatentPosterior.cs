namespace VaeCodec.Bitstream;

/// <summary>
/// What is believed of one latent when the data are known: a logistic distribution, in integers, over <see cref="LatentBins"/>. Bins that it all but
/// excludes have the frequency 0: it never draws them.
/// </summary>
/// <param name="Mean">In units of 2^-14; -8 to 8.</param>
/// <param name="Scale">The scale is 2^(Scale/8 - 8); 0 to 80.</param>
public readonly record struct LatentPosterior(int Mean, int Scale)
{
    /// <summary>The largest magnitude of a mean.</summary>
    public const int MaxMean = 8 << LatentBins.FractionBits;

    /// <summary>The largest scale index, 4.</summary>
    public const int MaxScale = 80;

    /// <summary>Steps of the scale in an octave.</summary>
    public const int ScalesPerOctave = 8;

    /// <summary>log2 of the scale of index 0.</summary>
    public const int LowestLog2Scale = -8;

    internal bool IsValid => Mean is >= -MaxMean and <= MaxMean && Scale is >= 0 and <= MaxScale;

    /// <summary>Where the interval of a bin begins in [0, 65536]; 65536 for the bin behind the last.</summary>
    internal uint Start(int bin)
    {
        if (bin <= 0) return 0;
        if (bin >= LatentBins.Count) return RansState.Total;
        long inverse = (long)(InversePower.Of(Scale) >> (InversePower.FractionBits - 24));
        return (uint)(LogisticTable.At(((LatentBins.Edge(bin) - Mean) * inverse) >> (24 + LowestLog2Scale)) >> (LogisticTable.ValueBits - RansState.Precision));
    }

    /// <summary>The bin whose interval holds a slot, and that interval.</summary>
    internal int Find(uint slot, out uint start, out uint freq)
    {
        int low = 0, high = LatentBins.Count;
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (Start(middle) <= slot) low = middle;
            else high = middle;
        }

        start = Start(low);
        freq = Start(high) - start;
        return low;
    }
}
