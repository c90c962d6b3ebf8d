using VaeCodec.Bitstream.Containers;
using VaeCodec.Lossy;
using VaeCodec.Rates;

namespace VaeCodec.Pixels;

/// <summary>Chooses between the network and plain pixels: whichever takes fewer bytes. Plain pixels are tried first where the picture looks
/// like graphics, and their coding stops when it can no longer win.</summary>
/// <param name="image">The picture.</param>
/// <param name="progress">Receives 0..1, in leaps where a way is given up or not needed.</param>
/// <param name="cancellationToken">Ends it early.</param>
internal sealed class CheapestFile(PixelImage image, IProgress<double>? progress, CancellationToken cancellationToken)
{
    /// <summary>Of the time that it takes, the network's share where plain pixels look good, and where they do not.</summary>
    private const double ShareBesideGraphics = 0.5, ShareOtherwise = 0.9;

    /// <summary>Of the progress, what is for the picture without exact areas: most pictures that might have some turn out to have
    /// none.</summary>
    private const double ShareBesideMixed = 0.9;

    /// <summary>Bits of a pixel below which a lossless file of the network has never been seen.</summary>
    private const double NetworkNeeds = 0.25;

    private readonly PlainEstimate _estimate = new(image, cancellationToken);

    /// <summary>The lossless file.</summary>
    /// <param name="network">Makes the network's, and tells how far it is.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossless(Func<IProgress<double>?, Attempt> network)
    {
        VaecFile? plain = _estimate.MayBeGraphics ? Plain(long.MaxValue, 0, ShareBesideGraphics) : null;
        if (plain is not null && plain.Length * 8 < Pixels * NetworkNeeds)
            return (null, plain);
        Attempt attempt = network(plain is null ? ProgressShare.Of(progress, 0, ShareBesideGraphics)
            : ProgressShare.Of(progress, ShareBesideGraphics, 1));
        plain ??= Plain(attempt.Bytes, ShareBesideGraphics, 1);
        return plain is not null && plain.Length <= attempt.Bytes ? (null, plain) : (attempt, null);
    }

    /// <summary>The lossy file, or an exact one that is no larger: of a target in bytes, than the target. A PSNR of graphics that is out of
    /// the network's reach is met by exact pixels.</summary>
    /// <param name="rate">What is asked for.</param>
    /// <param name="network">Makes the network's, and tells how far it is.</param>
    /// <param name="mixed">Makes one of network and exact areas, after the network's; null where it is no better. Null itself where there
    /// is nothing to mix.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossy(Rate rate, Func<IProgress<double>?, Attempt> network,
        Func<IProgress<double>?, Attempt?>? mixed = null)
    {
        double share = _estimate.MayBeGraphics ? ShareBesideGraphics : ShareOtherwise, reached = 0;
        double all = mixed is null ? 1 : ShareBesideMixed;
        if (RateTarget.MostBytes(rate, Pixels) is { } most && _estimate.LeastBytes <= most && First(most) is { } within)
            return (null, within);
        VaecFile? exact = rate.Kind == RateKind.Psnr && _estimate.MayBeGraphics ? First(long.MaxValue) : null;
        double coded = reached + (1 - reached) * share * all;
        Attempt? attempt = null;
        try
        {
            attempt = network(ProgressShare.Of(progress, reached, coded));
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument && rate.Kind == RateKind.Psnr)
        {
            // out of the network's reach, but not of exact pixels'
            attempt = mixed?.Invoke(ProgressShare.Of(progress, all, 1));
            if (exact is null && attempt is null)
                throw;
            return exact is null || attempt?.Bytes < exact.Length ? (attempt, null) : (null, exact);
        }

        VaecFile? plain = exact is not null ? exact.Length <= attempt.Bytes ? exact : null
            : _estimate.LeastBytes <= attempt.Bytes ? Plain(attempt.Bytes, coded, all) : null;
        if (plain is not null || mixed?.Invoke(ProgressShare.Of(progress, all, 1)) is not { } better)
            return plain is null ? (attempt, null) : (null, plain);
        plain = exact ?? (better.Bytes > attempt.Bytes ? Plain(better.Bytes, 1, 1) : null);
        return plain?.Length <= better.Bytes ? (null, plain) : (better, null);

        VaecFile? First(long mostBytes)
        {
            reached = 1 - share;
            return Plain(mostBytes, 0, reached);
        }
    }

    private VaecFile? Plain(long mostBytes, double from, double to)
        => PlainFile.Within(image, mostBytes, cancellationToken, ProgressShare.Of(progress, from, to));

    private double Pixels => (double)image.Width * image.Height;
}
