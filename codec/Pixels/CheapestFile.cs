using VaeCodec.Bitstream.Containers;
using VaeCodec.Lossy;
using VaeCodec.Rates;

namespace VaeCodec.Pixels;

/// <summary>Chooses between the network and plain pixels: whichever takes fewer bytes. Plain pixels are tried before the network where the
/// picture may be graphics, which they show at once, and never further than they can win.</summary>
/// <param name="image">The picture.</param>
/// <param name="cancellationToken">Ends it early.</param>
internal sealed class CheapestFile(PixelImage image, CancellationToken cancellationToken)
{
    /// <summary>Bits of a pixel below which a lossless file of the network has never been seen.</summary>
    private const double NetworkNeeds = 0.25;

    /// <summary>The lossless file.</summary>
    /// <param name="network">Makes the network's.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossless(Func<Attempt> network)
    {
        double pixels = (double)image.Width * image.Height;
        VaecFile? plain = PlainFile.LeastBytes(image) * 8 < pixels ? PlainFile.Within(image, long.MaxValue, cancellationToken) : null;
        if (plain is not null && plain.Length * 8 < pixels * NetworkNeeds)
            return (null, plain);
        Attempt attempt = network();
        plain ??= PlainFile.Within(image, attempt.Bytes, cancellationToken);
        return plain is not null && plain.Length <= attempt.Bytes ? (null, plain) : (attempt, null);
    }

    /// <summary>The lossy file, or an exact one that is no larger: of a target in bytes, than the target. A PSNR that is out of the
    /// network's reach is met by exact pixels.</summary>
    /// <param name="rate">What is asked for.</param>
    /// <param name="network">Makes the network's.</param>
    /// <returns>The network's, or plain pixels.</returns>
    public (Attempt? Network, VaecFile? Plain) Lossy(Rate rate, Func<Attempt> network)
    {
        long least = PlainFile.LeastBytes(image);
        if (RateTarget.MostBytes(rate, (double)image.Width * image.Height) is { } most && least <= most
            && PlainFile.Within(image, most, cancellationToken) is { } within)
            return (null, within);
        Attempt attempt;
        try
        {
            attempt = network();
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadArgument && rate.Kind == RateKind.Psnr)
        {
            // no network comes so near to the picture as itself
            return (null, PlainFile.Within(image, long.MaxValue, cancellationToken));
        }

        VaecFile? plain = least <= attempt.Bytes ? PlainFile.Within(image, attempt.Bytes, cancellationToken) : null;
        return plain is null ? (attempt, null) : (null, plain);
    }
}
