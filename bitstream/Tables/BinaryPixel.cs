using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>Integer frequencies of a pixel that is 0 or 255, of 16 bits; neither is ever 0. ARCHIVE.md, "Binary pixels".</summary>
/// <param name="LogOdds">log(P(255) / P(0)), to base e, in units of 2^-14; -10 to 10.</param>
internal readonly record struct BinaryPixel(int LogOdds)
{
    /// <summary>Fraction bits of the log-odds.</summary>
    public const int FractionBits = LogisticTable.ArgumentBits;

    /// <summary>The largest magnitude of the log-odds.</summary>
    public const int MaxLogOdds = 10 << FractionBits;

    /// <summary>The interval of 0, or of 255, which lies above it.</summary>
    /// <exception cref="VaeCodecException">BadArgument: log-odds outside their range.</exception>
    public (uint Start, uint Freq) Interval(bool white)
    {
        if (LogOdds is < -MaxLogOdds or > MaxLogOdds) throw Throw.Argument($"{this} is outside its range.");
        uint freq = (uint)Math.Clamp(LogisticTable.At(LogOdds) >> (LogisticTable.ValueBits - RansState.Precision), 1, RansState.Total - 1);
        return white ? (RansState.Total - freq, freq) : (0, RansState.Total - freq);
    }
}
