using System.Globalization;
using System.Text;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Png;

/// <summary>Metadata in PNG texts of a name such as <c>Raw profile type exif</c>, which programs wrote before PNG had a place for it: a
/// line with the kind, one with the number of bytes, then the bytes in hexadecimal.</summary>
internal static class PngRawProfile
{
    private const string Prefix = "Raw profile type ";

    /// <summary>The EXIF block, as a TIFF structure; empty without one.</summary>
    public static byte[] FindExif(ReadOnlySpan<byte> png)
    {
        byte[] found = Find(png, "exif");
        // Some programs wrote the whole of a JPEG's APP1, which may be XMP as well.
        if (found.Length == 0)
            found = Find(png, "APP1");
        if (found.AsSpan().StartsWith(JpegNames.Exif))
            found = found[JpegNames.Exif.Length..];
        return ImageSignature.IsTiff(found) ? found : [];
    }

    /// <summary>The XMP packet; empty without one.</summary>
    public static byte[] FindXmp(ReadOnlySpan<byte> png)
    {
        byte[] found = Find(png, "xmp");
        if (found.Length == 0)
            found = Find(png, "APP1");
        return found.AsSpan().StartsWith(JpegNames.Xmp) ? found[JpegNames.Xmp.Length..] : found is [(byte)'<', ..] ? found : [];
    }

    /// <summary>The kind that a text's name tells of: <c>exif</c> and the like; null for other texts.</summary>
    public static string? KindOf(string keyword) => keyword.StartsWith(Prefix, StringComparison.Ordinal) ? keyword[Prefix.Length..] : null;

    private static byte[] Find(ReadOnlySpan<byte> png, string kind)
    {
        foreach (PngChunkReader chunk in new PngChunkReader(png))
        {
            if (PngText.TryRead(chunk.Type, chunk.Data, out PngText text) && chunk.IsSound
                && string.Equals(KindOf(text.Keyword), kind, StringComparison.OrdinalIgnoreCase))
                return Bytes(Encoding.Latin1.GetString(text.Unpack()));
        }

        return [];
    }

    private static byte[] Bytes(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 3 || !int.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            return [];
        string digits = string.Concat(lines.Skip(2));
        if (digits.Length % 2 != 0 || digits.Length / 2 != length || !digits.All(char.IsAsciiHexDigit))
            return [];
        return Convert.FromHexString(digits);
    }
}
