namespace VaeCodec.Bench.Results;

/// <summary>Bits that one codec needs beyond another at equal quality.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Anchor">The one it is compared with.</param>
/// <param name="Common">At equal PSNR, over the whole interval that both cover; null when there is none.</param>
/// <param name="Band">Over the part of 30.5-36.5 dB that both cover; null when there is none.</param>
/// <param name="MsSsim">At equal MS-SSIM, in dB: -10 log10(1 - MS-SSIM); null where it is not known of both or nothing is common.</param>
/// <param name="Ssimulacra2">At equal SSIMULACRA 2; null as before.</param>
/// <param name="Butteraugli3">At equal 3-norm of butteraugli distances, taken negative so that more is better; null as before.</param>
internal sealed record BdRate(string Codec, string Anchor, BjontegaardDelta? Common, BjontegaardDelta? Band,
    BjontegaardDelta? MsSsim = null, BjontegaardDelta? Ssimulacra2 = null, BjontegaardDelta? Butteraugli3 = null)
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
        return new(codec.Name, anchor.Name, By(p => p.PsnrRgbDb), By(p => p.PsnrRgbDb, BandLowDb, BandHighDb),
            By(p => p.MsSsim is < 1 and { } similarity ? -10 * Math.Log10(1 - similarity) : null), By(p => p.Ssimulacra2),
            By(p => -p.Butteraugli3));

        BjontegaardDelta? By(Func<CurvePoint, double?> quality, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
            => Points(codec, quality) is { } a && Points(anchor, quality) is { } b ? BjontegaardDelta.Rate(a, b, from, to) : null;
    }

    /// <summary>Rates over a quality; null where a point lacks it.</summary>
    private static IReadOnlyList<RatePoint>? Points(Curve curve, Func<CurvePoint, double?> quality)
        => curve.Points.All(p => quality(p) is not null) ? [.. curve.Points.Select(p => new RatePoint(p.Bpp, quality(p)!.Value))] : null;
}
