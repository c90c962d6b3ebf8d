using System.Globalization;

namespace VaeCodec.Pipeline;

/// <summary>Finds the rung of the ladder that meets a target: bracketed interpolation, some five encodings.</summary>
internal static class RateSearch
{
    /// <summary>The attempt that meets the target, or the closest one that does not break its hard side (bytes never above, PSNR never below).</summary>
    /// <exception cref="VaeCodecException">BadArgument: the target lies outside what the model can do with this picture.</exception>
    public static Attempt Find(Encoding encoding, RateLadder ladder, RateTarget target)
    {
        int low = 0, high = ladder.Last;
        Attempt lowest = Try(low), highest = Try(high);
        if (target.Value(lowest) > target.Most || target.Value(highest) < target.Least)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, string.Create(CultureInfo.InvariantCulture,
                $"{target.Name} cannot be met: with this picture the model reaches {target.Value(lowest):0.####} to {target.Value(highest):0.####}"));
        }

        bool bisect = false;
        while (!target.Meets(lowest) && !target.Meets(highest) && high - low > 1)
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

        return new[] { highest, lowest }
            .Where(a => target.Value(a) >= target.Floor && target.Value(a) <= target.Ceiling)
            .MinBy(a => Math.Abs(target.Value(a) - target.Goal))!; // one of the two always is inside: see above

        Attempt Try(int rung) => encoding.Run(ladder[rung], target.NeedsPixels);
    }
}
