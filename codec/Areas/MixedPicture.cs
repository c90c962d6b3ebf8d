using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Hvae;
using VaeCodec.Lossy;
using VaeCodec.Rates;
using VaeCodec.Refinement;

namespace VaeCodec.Areas;

/// <summary>Encodes a picture that may hold both photographs and graphics: by the network alone, and then, where its cells that look like
/// graphics promise it, with some of them exact. A picture without such cells, or a lossless one, is the
/// network's alone.</summary>
/// <param name="image">The picture that the network codes.</param>
/// <param name="exact">The same with the colours that come back where cells are exact.</param>
/// <param name="model">The network.</param>
/// <param name="mode">What is asked for.</param>
/// <param name="mayMix">Whether areas may be exact.</param>
/// <param name="encoding">Prepares an encoding, with some areas exact or none, and with a map of its rate or none.</param>
/// <param name="finish">Adds exact pixels or texture to a lossy file, if they are asked for, and tells how far it is.</param>
/// <param name="cancellationToken">Ends it early.</param>
internal sealed class MixedPicture(Lazy<PixelImage> image, PixelImage exact, HvaeModel model, Mode mode, bool mayMix,
    Func<ExactAreas?, bool, LossyEncoding> encoding, Func<Attempt, IProgress<double>?, Attempt> finish, CancellationToken cancellationToken)
{
    /// <summary>Of the time that a picture with exact pixels or texture takes.</summary>
    private const double LossyShare = 0.2;

    /// <summary>A picture of more is left to the network alone: exact areas take six to nine bytes of memory a pixel more.</summary>
    private const long MostPixels = 1 << 26;

    private readonly CellCandidates? _candidates = !mayMix || (long)exact.Width * exact.Height > MostPixels ? null
        : new(exact, cancellationToken);
    private Attempt? _whole;

    /// <summary>Whether the picture has cells that look like graphics.</summary>
    public bool MayMix => _candidates is { Any: true };

    /// <summary>The encoding by the network alone, with the reconstruction.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a target that is not met.</exception>
    public Attempt Whole(IProgress<double>? progress)
    {
        _whole = Lossy(encoding(null, MayMix), progress);
        return Finished(_whole, progress);
    }

    /// <summary>The encoding with exact areas; null where it is no better than <see cref="Whole"/>, which comes before it and may have
    /// failed, or where a target is not met this way either.</summary>
    public Attempt? Mixed(IProgress<double>? progress)
    {
        var ladder = new RateLadder(model);
        Attempt whole = _whole ?? encoding(null, true).Run(ladder[ladder.Last], true);
        var objective = new Objective(whole.Beta, (double)exact.Width * exact.Height);
        if (AreaChoice.Of(exact, _candidates!, whole, objective, cancellationToken) is not { } cells)
            return null;
        var areas = new ExactAreas(image.Value, exact, cells, cancellationToken);
        if (areas.Chunk.Data.Length > ContainerLimits.Default.MaxChunkBytes)
            return null;
        try
        {
            Attempt mixed = Lossy(encoding(areas, false), progress);
            return _whole is null || IsBetter(mixed, whole, objective) ? Finished(mixed, progress) : null;
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument)
        {
            return null;
        }
    }

    private Attempt Lossy(LossyEncoding prepared, IProgress<double>? progress)
        => RateControl.Encode(prepared, image.Value, model, mode, Finishes ? ProgressShare.Of(progress, 0, LossyShare) : progress);

    private Attempt Finished(Attempt lossy, IProgress<double>? progress)
        => Finishes ? finish(lossy, ProgressShare.Of(progress, LossyShare, 1)) : lossy;

    private bool Finishes => mode.IsLossless || mode.HasTexture;

    private bool IsBetter(Attempt one, Attempt other, Objective objective) => mode.Rate.Kind switch
    {
        RateKind.Psnr => one.Bytes < other.Bytes,
        RateKind.Bytes or RateKind.BitsPerPixel => one.Psnr > other.Psnr,
        _ => objective.Of(one) < objective.Of(other),
    };
}
