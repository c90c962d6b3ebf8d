namespace VaeCodec.Bench.Results;

/// <summary>Bits that one codec needs beyond another at equal PSNR.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Anchor">The one it is compared with.</param>
/// <param name="Common">Over the whole PSNR interval that both cover; null when there is none.</param>
/// <param name="Band">Over the part of 30.5-36.5 dB that both cover; null when there is none.</param>
internal sealed record BdRate(string Codec, string Anchor, BjontegaardDelta? Common, BjontegaardDelta? Band)
{
    /// <summary>Lower end of <see cref="Band"/>.</summary>
    public const double BandLowDb = 30.5;

    /// <summary>Upper end of <see cref="Band"/>.</summary>
    public const double BandHighDb = 36.5;

    /// <summary>Compares two curves.</summary>
    public static BdRate Between(Curve codec, Curve anchor)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(anchor);
        IReadOnlyList<RatePoint> a = Points(codec), b = Points(anchor);
        return new(codec.Name, anchor.Name, BjontegaardDelta.Rate(a, b), BjontegaardDelta.Rate(a, b, BandLowDb, BandHighDb));
    }

    private static IReadOnlyList<RatePoint> Points(Curve curve) => [.. curve.Points.Select(p => new RatePoint(p.Bpp, p.PsnrRgbDb))];
}
