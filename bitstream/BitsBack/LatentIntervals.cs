using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.BitsBack;

/// <summary>A rule that gives every bin of a <see cref="LatentLogistic"/> its interval. ARCHIVE.md, "Latents".</summary>
internal interface ILatentIntervals
{
    /// <summary>Bits of the frequencies.</summary>
    static abstract int Precision { get; }

    /// <summary>Where the interval of a bin, 1 to 4095, begins.</summary>
    static abstract uint Start(LatentLogistic belief, int bin);
}

/// <summary>Frequencies of 16 bits. Bins that the belief all but excludes have none: an encoder never draws them.</summary>
internal readonly struct PosteriorIntervals : ILatentIntervals
{
    public static int Precision => RansState.Precision;

    public static uint Start(LatentLogistic belief, int bin) => (uint)(
        belief.Below(bin) >> (LogisticTable.ValueBits - RansState.Precision));
}

/// <summary>Frequencies of 24 bits, of which each bin has one at least, because any may have been drawn. That takes 2^-12 of the mass:
/// 0.0004 bits of a latent.</summary>
internal readonly struct PriorIntervals : ILatentIntervals
{
    private const long Mass = (1L << LogisticTable.ValueBits) - LatentBins.Count;

    public static int Precision => LogisticTable.ValueBits;

    public static uint Start(LatentLogistic belief, int bin) => (uint)(bin + ((belief.Below(bin) * Mass) >> LogisticTable.ValueBits));
}
