using MathNet.Numerics.Interpolation;

namespace VaeCodec.Bench;

/// <summary>BD-rate (Bjøntegaard, VCEG-M33, 2001) with piecewise cubic Hermite interpolation of ln(bpp) over PSNR; no
/// extrapolation.</summary>
/// <param name="Percent">Mean difference of rate at equal PSNR; negative: fewer bits than the anchor.</param>
/// <param name="LowDb">Lower end of the PSNR interval that both curves cover.</param>
/// <param name="HighDb">Upper end.</param>
internal sealed record BjontegaardDelta(double Percent, double LowDb, double HighDb)
{
    /// <summary>Compares a curve with an anchor over their common PSNR interval, or that part of it inside a given one. Null when they have
    /// none.</summary>
    public static BjontegaardDelta? Rate(IReadOnlyList<RatePoint> curve, IReadOnlyList<RatePoint> anchor,
        double fromDb = double.NegativeInfinity,
        double toDb = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(anchor);
        double low = Math.Max(fromDb, Math.Max(curve.Min(p => p.Psnr), anchor.Min(p => p.Psnr)));
        double high = Math.Min(toDb, Math.Min(curve.Max(p => p.Psnr), anchor.Max(p => p.Psnr)));
        if (Distinct(curve) < 3 || Distinct(anchor) < 3 || !(low < high))
            return null;
        double difference = (Integral(curve, low, high) - Integral(anchor, low, high)) / (high - low);
        return new((Math.Exp(difference) - 1) * 100, low, high);
    }

    private static double Integral(IReadOnlyList<RatePoint> curve, double low, double high)
    {
        RatePoint[] sorted = [.. curve.DistinctBy(p => p.Psnr).OrderBy(p => p.Psnr)];
        CubicSpline spline = CubicSpline.InterpolatePchipSorted([.. sorted.Select(p => p.Psnr)], [.. sorted.Select(p => Math.Log(p.Bpp))]);
        return spline.Integrate(low, high);
    }

    /// <summary>Settings so near to each other that their files are the same count once.</summary>
    private static int Distinct(IReadOnlyList<RatePoint> curve) => curve.DistinctBy(p => p.Psnr).Count();
}
