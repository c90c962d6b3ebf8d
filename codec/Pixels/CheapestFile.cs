using VaeCodec.Bitstream.Containers;
using VaeCodec.Lossy;
using VaeCodec.Rates;

namespace VaeCodec.Pixels;

/// <summary>Chooses between the network and plain pixels: whichever takes fewer bytes. Plain pixels are tried first where the picture looks
/// like graphics, and their coding stops when it can no longer win.</summary>
/// <param name="image">The picture.</param>
/// <param name="cancellationToken">Ends it early.</param>
internal sealed class CheapestFile(PixelImage image, CancellationToken cancellationToken)
{
    /// <summary>Bits of a pixel below which a lossless file of the network has never been seen.</summary>
    private const double NetworkNeeds = 0.25;

    private readonly PlainEstimate _estimate = new(image);

    /// <summary>The lossless file.</summary>
    /// <param name="network">Makes the network's.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossless(Func<Attempt> network)
    {
        VaecFile? plain = _estimate.MayBeGraphics
            ? PlainFile.Within(image, long.MaxValue, cancellationToken) : null;
        if (plain is not null && plain.Length * 8 < Pixels * NetworkNeeds)
            return (null, plain);
        Attempt attempt = network();
        plain ??= PlainFile.Within(image, attempt.Bytes, cancellationToken);
        return plain is not null && plain.Length <= attempt.Bytes ? (null, plain) : (attempt, null);
    }

    /// <summary>The lossy file, or an exact one that is no larger: of a target in bytes, than the target. A PSNR of graphics that is out of
    /// the network's reach is met by exact pixels.</summary>
    /// <param name="rate">What is asked for.</param>
    /// <param name="network">Makes the network's.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossy(Rate rate, Func<Attempt> network)
    {
        if (RateTarget.MostBytes(rate, Pixels) is { } most && _estimate.LeastBytes <= most
            && PlainFile.Within(image, most, cancellationToken) is { } within)
            return (null, within);
        VaecFile? exact = rate.Kind == RateKind.Psnr && _estimate.MayBeGraphics ? PlainFile.Within(image, long.MaxValue, cancellationToken)
            : null;
        Attempt attempt;
        try
        {
            attempt = network();
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument && exact is not null)
        {
            return (null, exact); // out of the network's reach, but not of exact pixels'
        }

        VaecFile? plain = _estimate.LeastBytes <= attempt.Bytes ? PlainFile.Within(image, attempt.Bytes, cancellationToken) : null;
        return plain is null ? (attempt, null) : (null, plain);
    }

    private double Pixels => (double)image.Width * image.Height;
}
