namespace VaeCodec.Bench.Surface;

/// <summary>One pair of multipliers; means over the images.</summary>
/// <param name="CoarseQuality">The first group's layers have the beta of this quality.</param>
/// <param name="FineQuality">The second group's.</param>
/// <param name="CoarseBpp">Bits per pixel of the first group, by the model's estimate.</param>
/// <param name="FineBpp">Of the second group.</param>
/// <param name="Bpp">Of whole files.</param>
/// <param name="PsnrRgbDb">In dB.</param>
internal sealed record SurfacePoint(double CoarseQuality, double FineQuality, double CoarseBpp, double FineBpp, double Bpp,
    double PsnrRgbDb);

/// <summary>The curve along which the first group's log2 beta exceeds the second's by a constant.</summary>
/// <param name="Octaves">The constant.</param>
/// <param name="BdRate">Against the curve of equal betas, percent; null where they share no PSNR interval.</param>
internal sealed record SplitCurve(double Octaves, double? BdRate);

/// <summary>Rate, rate and distortion of one network for two groups of its latent layers (figures 2 and 3 of "Trading Information between
/// Latents in Hierarchical VAEs", there from a network per point).</summary>
/// <param name="Model">Name and id of the weights.</param>
/// <param name="CoarseLayers">Layers of the first group.</param>
/// <param name="Images">How many images the means are over.</param>
/// <param name="Points">All trained pairs, by the first group's quality, then the second's.</param>
/// <param name="Splits">What a constant split of the rate is worth, by rising constant.</param>
internal sealed record RateSurface(string Model, int CoarseLayers, int Images,
    IReadOnlyList<SurfacePoint> Points, IReadOnlyList<SplitCurve> Splits)
{
    /// <summary>Compares the diagonals of the grid of pairs with the middle one.</summary>
    /// <param name="points">Pairs of a square grid, evenly spaced in log beta.</param>
    /// <param name="octavesPerStep">Of beta, from one quality of the grid to the next.</param>
    public static IReadOnlyList<SplitCurve> Compare(IReadOnlyList<SurfacePoint> points, double octavesPerStep)
    {
        ArgumentNullException.ThrowIfNull(points);
        List<double> qualities = [.. points.Select(p => p.CoarseQuality).Distinct().Order()];
        ILookup<int, RatePoint> diagonals = points.ToLookup(p => qualities.IndexOf(p.FineQuality) - qualities.IndexOf(p.CoarseQuality),
            p => new RatePoint(p.Bpp, p.PsnrRgbDb));
        return [.. diagonals.OrderBy(d => d.Key).Where(d => d.Count() >= 3)
            .Select(d => new SplitCurve(d.Key * octavesPerStep, BjontegaardDelta.Rate([.. d], [.. diagonals[0]])?.Percent))];
    }
}
