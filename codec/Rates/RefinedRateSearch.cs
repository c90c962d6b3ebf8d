using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using VaeCodec.Refinement;

namespace VaeCodec.Rates;

/// <summary>Finds the rung of the ladder that meets a target with refined latents, beginning at the one that meets it without. Refinement
/// shifts rate and PSNR but hardly their slope along the ladder, which two unrefined encodings tell: two or three refinements do.</summary>
internal static class RefinedRateSearch
{
    private const int MostTries = 6;

    /// <summary>Rungs over which the slope is taken, about a seventh of the rate.</summary>
    private const int Span = 32;

    /// <summary>An attempt that meets the target, or null where none was found: then the unrefined one stands.</summary>
    public static Attempt? Find(LossyEncoding encoding, RefinementPlan plan, RateLadder ladder, RateTarget target, Attempt unrefined)
    {
        int rung = ladder.RungOf(unrefined.Beta), other = rung + Span <= ladder.Last ? rung + Span : rung - Span;
        double perRung = (Position(encoding.Run(ladder[other], target.NeedsPixels)) - Position(unrefined)) / (other - rung);
        if (!(perRung > 0))
            return null;
        RateVector first = ladder[rung];
        RateVector found = BetaSearch.Find(encoding, first, plan.BetaTries, null); // a split that stays as the rung moves a little
        var tried = new HashSet<int>();
        while (tried.Count < MostTries && rung >= 0 && rung <= ladder.Last && tried.Add(rung))
        {
            RateVector asked = ladder[rung];
            Attempt attempt = encoding.Refine(asked.MovedAs(first, found), encoding.Objective(asked), plan);
            if (target.Meets(attempt) || (rung == ladder.Last && target.IsSpared(attempt)))
                return attempt;
            double missing = target.Position(target.Goal) - Position(attempt);
            rung += Math.Sign(missing) * Math.Max(1, (int)Math.Round(Math.Abs(missing) / perRung));
        }

        return null;

        double Position(Attempt attempt) => target.Position(target.Value(attempt));
    }
}
