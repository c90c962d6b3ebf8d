using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Picture;
using VaeCodec.Rates;
using VaeCodec.Refinement;

namespace VaeCodec.Areas;

/// <summary>Encodes a picture that may hold both photographs and graphics: by the network alone, then, where its cells that look like
/// graphics promise it, with some of them exact, and keeps the better.</summary>
/// <param name="image">The picture that the network codes.</param>
/// <param name="exact">The same with the colours that come back where cells are exact.</param>
/// <param name="model">The network.</param>
/// <param name="mode">What is asked for.</param>
/// <param name="encoding">Prepares an encoding, with some areas exact or none, and with a map of its rate or none.</param>
/// <param name="cancellationToken">Ends it early.</param>
internal sealed class MixedPicture(PixelImage image, PixelImage exact, HvaeModel model, Mode mode, Func<ExactAreas?, bool, LossyEncoding> encoding,
    CancellationToken cancellationToken)
{
    /// <summary>The encoding, with the reconstruction.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a target that is not met either way.</exception>
    public Attempt Encode(IProgress<double>? progress)
    {
        if (CellCandidates.Of(exact, cancellationToken) is not { } candidates)
            return RateControl.Encode(encoding(null, false), image, model, mode, progress);
        LossyEncoding whole = encoding(null, true);
        Attempt attempt;
        VaeCodecException? outOfReach = null;
        try
        {
            attempt = RateControl.Encode(whole, image, model, mode, ProgressShare.Of(progress, 0, 0.5));
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument && mode.Rate.Kind == RateKind.Psnr)
        {
            var ladder = new RateLadder(model);
            (attempt, outOfReach) = (whole.Run(ladder[ladder.Last], true), e);
        }

        Objective objective = whole.Objective(attempt.Beta);
        ExactCells? cells = AreaChoice.Of(exact, candidates, attempt, objective, cancellationToken);
        if (cells is null)
            return outOfReach is null ? attempt : throw outOfReach;
        Attempt mixed = RateControl.Encode(encoding(new(image, exact, cells, cancellationToken), false), image, model, mode,
            ProgressShare.Of(progress, 0.5, 1));
        return outOfReach is not null || IsBetter(mixed, attempt, objective) ? mixed : attempt;
    }

    private bool IsBetter(Attempt one, Attempt other, Objective objective) => mode.Rate.Kind switch
    {
        RateKind.Psnr => one.Bytes < other.Bytes,
        RateKind.Bytes or RateKind.BitsPerPixel => one.Psnr > other.Psnr,
        _ => objective.Of(one) < objective.Of(other),
    };
}
