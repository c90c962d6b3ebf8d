using System.Globalization;
using VaeCodec.Lossy;

namespace VaeCodec.Rates;

/// <summary>Finds the rung of the ladder that meets a target: bracketed interpolation, some five encodings. In a small picture, where one
/// latent is several percent of the rate, neither rate nor PSNR is monotone from rung to rung: then those around are tried too.</summary>
internal static class RateSearch
{
    /// <summary>Rungs tried on either side where the bracket closes without one that meets the target.</summary>
    private const int Neighbours = 8;

    /// <summary>The attempt that meets the target, or the closest one that does not break its hard side (bytes never above, PSNR never
    /// below); the best one, where that needs fewer bytes than it may, and the lowest one, where that is better than it must
    /// be.</summary>
    /// <exception cref="VaeCodecException">BadArgument: the target lies outside what the model can do with this picture.</exception>
    public static Attempt Find(LossyEncoding encoding, RateLadder ladder, RateTarget target)
    {
        int low = 0, high = ladder.Last;
        Attempt? closest = null;
        Attempt lowest = Try(low), highest = Try(high);
        if (target.IsSpared(highest))
            return highest;
        if (double.IsFinite(target.Floor) && target.Value(lowest) > target.Most)
            return lowest;
        if (target.Value(lowest) > target.Most || target.Value(highest) < target.Least)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, string.Create(CultureInfo.InvariantCulture,
                $"{target.Name} cannot be met: with this picture the model reaches {target.Value(lowest):0.####} to "
                    + $"{target.Value(highest):0.####}"));
        }

        bool bisect = false;
        while (!target.Meets(closest!) && high - low > 1)
        {
            double from = target.Position(target.Value(lowest)), to = target.Position(target.Value(highest));
            double share = bisect ? 0.5 : (target.Position(target.Goal) - from) / (to - from);
            int rung = Math.Clamp(low + (int)Math.Round(share * (high - low)), low + 1, high - 1);
            Attempt tried = Try(rung);
            int before = high - low;
            if (target.Value(tried) < target.Goal)
                (low, lowest) = (rung, tried);
            else
                (high, highest) = (rung, tried);
            bisect = high - low > before / 2; // interpolation that keeps one end gains little: halve once
        }

        for (int i = 1; i <= Neighbours && !target.Meets(closest!); i++)
        {
            if (high + i <= ladder.Last)
                Try(high + i);
            if (low - i >= 0)
                Try(low - i);
        }

        return closest!; // not null: one end of the ladder is admissible, or the target was refused

        Attempt Try(int rung)
        {
            Attempt attempt = encoding.Run(ladder[rung], target.NeedsPixels);
            if (target.Admits(attempt) && (closest is null || target.Miss(attempt) < target.Miss(closest)))
                closest = attempt;
            return attempt;
        }
    }
}
