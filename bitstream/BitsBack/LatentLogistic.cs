using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>
/// A logistic distribution of one latent, in integers: what is believed of it when the data are known (its posterior), or when other
/// latents are (its prior). <see cref="PosteriorIntervals"/> and <see cref="PriorIntervals"/> make it one over <see cref="LatentBins"/>.
/// </summary>
/// <param name="Mean">In units of 2^-14; -8 to 8.</param>
/// <param name="Scale">On the <see cref="ScaleGrid"/>: 2^(Scale/8 - 8); 0 to 80.</param>
internal readonly record struct LatentLogistic(int Mean, int Scale)
{
    /// <summary>The largest magnitude of a mean.</summary>
    public const int MaxMean = 8 << LatentBins.FractionBits;

    /// <summary>log2 of the scale of index 0.</summary>
    public const int LowestLog2Scale = -8;

    internal bool IsValid => Mean is >= -MaxMean and <= MaxMean && Scale is >= 0 and <= ScaleGrid.Highest;

    /// <summary>The mass below a bin, 1 to 4095, in units of 2^-24.</summary>
    internal long Below(int bin)
    {
        long inverse = (long)(InversePower.Of(Scale) >> (InversePower.FractionBits - 24));
        return LogisticTable.At(((LatentBins.Edge(bin) - Mean) * inverse) >> (24 + LowestLog2Scale));
    }
}
