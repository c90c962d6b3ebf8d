namespace VaeCodec.Images;

/// <summary>Refuses pictures of more pixels than their reader wants to spend memory on.</summary>
internal static class PixelCount
{
    /// <summary>Checks a limit that a caller has chosen.</summary>
    /// <exception cref="VaeCodecException">BadArgument.</exception>
    public static long ValidLimit(long limit) => limit is >= 1 and <= DecoderOptions.MostPixels ? limit
        : throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"a limit of {limit} pixels is not between 1 and {DecoderOptions.MostPixels}");

    /// <summary>Checks a picture, before anything is allocated for it.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Check(int width, int height, long limit)
    {
        if ((long)width * height > limit)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"the picture is {width} x {height}, more than {limit} pixels; split it or raise the limit");
    }
}
