using VaeCodec.Images.Png;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images;

/// <summary>Files that are damaged and can be read all the same are, with a warning: JPEG without its end marker, if all pixels are there,
/// and JPEG whose pixels libjpeg doubts. Others are refused with the reason.</summary>
internal static class DamagedFile
{
    /// <summary>What is said before the reason that libvips gives.</summary>
    public const string Refusal = "the image file is damaged or truncated: ";

    /// <summary>How libvips begins to say how many complaints there are.</summary>
    private const string Count = "read gave";

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    /// <summary>Reads a file's pixels as libvips does at a strictness, its option <c>fail_on</c>.</summary>
    public delegate (PixelImage Image, string[] Complaints) Reader(ReadOnlySpan<byte> file, string failOn);

    /// <summary>Reads a file, which may be damaged.</summary>
    /// <exception cref="VaeCodecException">As the reader does.</exception>
    public static PixelImage Read(ReadOnlySpan<byte> file, Reader read, Action<string>? onWarning)
    {
        if (ImageSignature.IsJpeg(file))
            return ReadJpeg(file, read, onWarning);
        try
        {
            return read(file, "error").Image;
        }
        catch (VaeCodecException e) when (e.Kind == VaeCodecErrorKind.BadImage && ImageSignature.IsPng(file)
            && PngDamage.ReasonOf(file) is { } reason)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, Refusal + reason, inner: e);
        }
    }

    private static PixelImage ReadJpeg(ReadOnlySpan<byte> jpeg, Reader read, Action<string>? onWarning)
    {
        bool hasEnd = HasEnd(jpeg);
        (PixelImage image, string[] complaints) = hasEnd ? read(jpeg, "error") : read([.. jpeg, .. EndOfImage], "warning");
        string reasons = string.Join("; ", complaints.Where(complaint => !complaint.StartsWith(Count, StringComparison.Ordinal)));
        if (!hasEnd && complaints.Length > 0)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, Refusal + "it has no end; " + reasons);
        if (!hasEnd)
            onWarning?.Invoke("the file has no end marker; all of its pixels are there");
        else if (complaints.Length > 0)
            onWarning?.Invoke($"the file is damaged, and some of its pixels may be wrong: {reasons}");
        return image;
    }

    private static bool HasEnd(ReadOnlySpan<byte> jpeg)
    {
        var segments = new JpegSegmentReader(jpeg);
        while (segments.MoveNext())
        {
        }

        return segments.Rest.IndexOf(EndOfImage) >= 0;
    }
}
