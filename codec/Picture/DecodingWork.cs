using VaeCodec.Networks.Hvae;
using static System.FormattableString;

namespace VaeCodec.Picture;

/// <summary>What decoding a picture takes, told from its header and chunks: multiply-adds of the networks, into which nearly all of the
/// time goes, or as many as take the time of what is done instead. Refuses what is more than a reader wants to spend.</summary>
/// <param name="Width">Of the picture, in pixels.</param>
/// <param name="Height">Of the picture, in pixels.</param>
/// <param name="ComputedPixels">The pixels that are computed: those of whole blocks.</param>
/// <param name="Total">Multiply-adds in all.</param>
internal sealed record DecodingWork(int Width, int Height, double ComputedPixels, double Total)
{
    /// <summary>Work on pictures that are thinner than a block grows with their blocks, up to 64 times their pixels; others that are not
    /// small take less than this.</summary>
    private const int MostThinness = 2;

    /// <summary>Half a second's.</summary>
    private const long FreeComputedPixels = 1 << 20;

    /// <summary>A sample without a network, as its eight binary decisions at most take, one after the other.</summary>
    private const double PlainSample = 10_000;

    /// <summary>Counts a decoding by networks.</summary>
    /// <param name="grid">The picture's blocks, which the decoder computes whole.</param>
    /// <param name="network">The flagship.</param>
    /// <param name="perPixel">Multiplications of the pixel network, if it runs.</param>
    /// <param name="exactSamples">Samples of exact areas.</param>
    public static DecodingWork Of(in PictureGrid grid, HvaeNetwork network, double perPixel, long exactSamples = 0)
    {
        double blocks = (double)grid.PaddedWidth * grid.PaddedHeight, pixels = (double)grid.Width * grid.Height;
        double networks = (blocks * HvaeCost.Of(network).DecoderPerPixel) + (pixels * perPixel);
        return new(grid.Width, grid.Height, blocks, networks + (exactSamples * PlainSample));
    }

    /// <summary>Counts a decoding without one.</summary>
    public static DecodingWork Plain(int width, int height, int channels)
    {
        double pixels = (double)width * height;
        return new(width, height, pixels, pixels * channels * PlainSample);
    }

    /// <summary>Counts the decoding of a chain of an archive.</summary>
    /// <param name="side">Of its pictures, which are gray.</param>
    /// <param name="pictures">How many it has.</param>
    /// <param name="perPixel">Multiplications of the model's pixel network; null where there is no model.</param>
    public static DecodingWork Chain(int side, int pictures, double? perPixel)
    {
        double pixels = (double)side * side * pictures;
        return new(side, side * pictures, pixels, pixels * (perPixel ?? PlainSample));
    }

    /// <summary>Whether the picture is so thin that its blocks take many times what it is worth.</summary>
    public bool IsTooThin => ComputedPixels > Math.Max(FreeComputedPixels, MostThinness * (double)Width * Height);

    /// <summary>Throws where it is too much.</summary>
    /// <param name="most">The most multiply-adds; null to refuse only pictures that take many times what their pixels are worth.</param>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public void Check(long? most)
    {
        if (most is { } limit && Total > limit)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                Invariant($"decoding takes about {Total:0.0e+0} multiply-adds, more than the limit of {(double)limit:0.0e+0}; raise it"));
        if (most is null && IsTooThin)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                Invariant($"{Width} x {Height} is so thin that it takes as much as {ComputedPixels:0} pixels, about {Total:0.0e+0} ")
                + "multiply-adds; to decode it nevertheless, allow so many (--max-work, MaxWork)");
    }
}
