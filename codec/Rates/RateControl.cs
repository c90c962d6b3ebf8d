using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using VaeCodec.Refinement;

namespace VaeCodec.Rates;

/// <summary>From what a user asks for to one rate multiplier per latent layer.</summary>
internal static class RateControl
{
    /// <summary>Encodes the lossy picture of a mode, with the reconstruction.</summary>
    public static Attempt Encode(LossyEncoding encoding, PixelImage image, HvaeModel model, Mode mode, IProgress<double>? progress)
    {
        var ladder = new RateLadder(model);
        RefinementPlan? plan = mode.Effort == 0 ? null : RefinementPlan.OfEffort(mode.Effort);
        if (RateTarget.Of(mode.Rate, (double)image.Width * image.Height) is not { } target)
        {
            if (mode.Rate.Kind == RateKind.Beta)
                return Run(TrainedBeta.Of(mode.Rate.Betas, model), plan is null ? null : plan with { BetaTries = 0 });
            int rung = ladder.OfQuality(mode.Rate.Value);
            if (!image.IsGray || mode.IsLossless)
                return Run(ladder[rung], plan);
            Attempt gray = GrayRate.Find(encoding, ladder, rung, plan is null ? progress : null);
            return plan is null ? gray : Run(gray.Beta, plan) with { ColourBytes = gray.ColourBytes };
        }

        Attempt found = RateSearch.Find(encoding, ladder, target);
        if (plan is not null && RefinedRateSearch.Find(encoding, plan, ladder, target, found) is { } refined)
            return refined;
        return found.Pixels is null ? encoding.Run(found.Beta, true, progress) : found;

        Attempt Run(RateVector beta, RefinementPlan? refinement)
            => refinement is null ? encoding.Run(beta, true, progress) : Refine(encoding, beta, refinement, progress);
    }

    private static Attempt Refine(LossyEncoding encoding, RateVector asked, RefinementPlan plan, IProgress<double>? progress)
    {
        double share = plan.BetaTries / (double)(plan.BetaTries + plan.Iterations); // a try takes about as long as an iteration
        RateVector beta = BetaSearch.Find(encoding, asked, plan.BetaTries, ProgressShare.Of(progress, 0, share));
        return encoding.Refine(beta, encoding.Objective(asked), plan, ProgressShare.Of(progress, share, 1));
    }
}
