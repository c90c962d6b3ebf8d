namespace VaeCodec.Picture;

/// <summary>Refuses pictures that would take more memory than their reader or writer wants to spend.</summary>
internal static class PixelLimit
{
    /// <summary>Work is done on whole blocks, of which a thin picture has many more pixels than of its own; this many are always
    /// allowed.</summary>
    private const long FreeGridPixels = 1 << 20;

    /// <summary>Blocks of pictures no thinner than one have less than twice their pixels, where they have more than those.</summary>
    private const int MostPadding = 2;

    /// <summary>Checks a limit that a caller has chosen.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static long Valid(long limit) => limit is >= 1 and <= DecoderOptions.MostPixels ? limit
        : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"a limit of {limit} pixels is not between 1 and {DecoderOptions.MostPixels}");

    /// <summary>Checks the picture itself.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Check(int width, int height, long limit)
    {
        if ((long)width * height > limit)
            throw Exceeded($"{width} x {height} is more than {limit} pixels; cut the picture into tiles or raise the limit");
    }

    /// <summary>Checks the blocks that it takes.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Check(in PictureGrid grid, long limit)
    {
        if ((long)grid.PaddedWidth * grid.PaddedHeight > Math.Max(MostPadding * limit, FreeGridPixels))
            throw Exceeded($"{grid.Width} x {grid.Height} takes {grid.PaddedWidth} x {grid.PaddedHeight}, too much for a limit of {limit} "
                + "pixels; raise it");
    }

    /// <summary>Checks a chain of small pictures, which is decoded as a whole.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void CheckChain(int side, int pictures, long limit)
    {
        if ((long)side * side * pictures > Math.Max(limit, FreeGridPixels))
            throw Exceeded($"a chain of {pictures} pictures of {side} x {side} is more than {limit} pixels; raise the limit");
    }

    private static VaeCodecException Exceeded(string message) => new(VaeCodecErrorKind.LimitExceeded, message);
}
