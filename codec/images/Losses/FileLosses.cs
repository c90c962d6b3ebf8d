namespace VaeCodec.Images.Losses;

/// <summary>What an image file has that is not read, for its reader's warning.</summary>
internal static class FileLosses
{
    /// <summary>The names of the parts.</summary>
    public static string[] Of(ReadOnlySpan<byte> file)
    {
        if (ImageSignature.IsPng(file))
            return [.. PngLosses.Of(file)];
        if (ImageSignature.IsJpeg(file))
            return [.. JpegLosses.Of(file)];
        return ImageSignature.IsTiff(file) ? [.. TiffLosses.Of(file)] : [];
    }
}
