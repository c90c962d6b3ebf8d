using VaeCodec.Networks.Hvae;
using static System.FormattableString;

namespace VaeCodec.Picture;

/// <summary>What decoding a picture takes, told from its header and chunks: multiply-adds of the networks, into which nearly all of the
/// time goes. Refuses what is more than a reader wants to spend.</summary>
/// <param name="Grid">The picture's blocks, which the decoder computes whole.</param>
/// <param name="PerGridPixel">Of the flagship, for each pixel of the blocks.</param>
/// <param name="PerPixel">Of the pixel network, for each pixel of the picture; 0 where its exact or drawn pixels are not decoded.</param>
internal sealed record DecodingWork(PictureGrid Grid, double PerGridPixel, double PerPixel)
{
    /// <summary>Work on pictures that are thinner than a block grows with their blocks, up to 64 times their pixels. That much more than
    /// the picture is asked for no picture that anybody needs, unless it is small in all.</summary>
    private const int MostThinness = 8;

    private const long FreeGridPixels = 1 << 22;

    /// <summary>Counts a decoding.</summary>
    /// <param name="grid">The picture's blocks.</param>
    /// <param name="network">The flagship.</param>
    /// <param name="perPixel">Multiplications of the pixel network, if it runs.</param>
    public static DecodingWork Of(in PictureGrid grid, HvaeNetwork network, double perPixel)
        => new(grid, HvaeCost.Of(network).DecoderPerPixel, perPixel);

    /// <summary>Multiply-adds in all.</summary>
    public double Total => (GridPixels * PerGridPixel) + (Pixels * PerPixel);

    private double GridPixels => (double)Grid.PaddedWidth * Grid.PaddedHeight;

    private double Pixels => (double)Grid.Width * Grid.Height;

    /// <summary>Throws where it is too much.</summary>
    /// <param name="most">The most multiply-adds; null to refuse only pictures that take many times what their pixels are worth.</param>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void Check(long? most)
    {
        if (most is { } limit && Total > limit)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                Invariant($"decoding takes about {Total:0.0e+0} multiply-adds, more than the limit of {(double)limit:0.0e+0}; raise it"));
        if (most is null && GridPixels > Math.Max(FreeGridPixels, MostThinness * Pixels))
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                Invariant($"{Grid.Width} x {Grid.Height} is so thin that it takes as much as {GridPixels:0} pixels, about {Total:0.0e+0} ")
                + "multiply-adds; to decode it nevertheless, allow so many (--max-work, MaxWork)");
    }
}
