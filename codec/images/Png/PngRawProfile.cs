using System.Buffers.Text;
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
                return Bytes(text.Unpack());
        }

        return [];
    }

    /// <summary>What the lines of a text stand for; nothing where they are not as they should be.</summary>
    private static byte[] Bytes(ReadOnlySpan<byte> text)
    {
        Line(ref text); // the kind
        ReadOnlySpan<byte> announced = Line(ref text);
        if (!Utf8Parser.TryParse(announced, out int length, out int used) || used != announced.Length
            || length < 0 || length > text.Length / 2)
            return [];
        byte[] bytes = new byte[length];
        int digits = 0;
        foreach (byte letter in text)
        {
            if (char.IsWhiteSpace((char)letter))
                continue;
            if (!char.IsAsciiHexDigit((char)letter) || digits == 2 * length)
                return [];
            bytes[digits / 2] = (byte)(bytes[digits / 2] << 4 | (letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10));
            digits++;
        }

        return digits == 2 * length ? bytes : [];
    }

    /// <summary>The next line that is not empty, which is taken off, without spaces around it.</summary>
    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\n\r\t "u8);
        int end = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = text[line.Length..];
        return line.TrimEnd("\r\t "u8);
    }
}
