using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Boundary;

/// <summary>From the log-odds of a pixel of two values to an integer. ARCHIVE.md, "Binary pixels".</summary>
internal static class BinaryOdds
{
    private const float Units = 1 << BinaryPixel.FractionBits;

    /// <summary>Rounds log(P(255) / P(0)).</summary>
    public static BinaryPixel Round(float logOdds)
        => new((int)MathF.Round(MixtureParameters.Clamp(logOdds * Units, -BinaryPixel.MaxLogOdds, BinaryPixel.MaxLogOdds)));
}
