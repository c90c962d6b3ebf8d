using System.Buffers;

namespace VaeCodec.Images.Xmp;

/// <summary>The copy of EXIF's orientation that some programs keep in XMP (XMP part 2, TIFF schema): <c>tiff:Orientation</c>, as an
/// attribute or an element. Left as it was, it would turn an upright picture again.</summary>
internal static class XmpOrientation
{
    private static readonly SearchValues<byte> Between = SearchValues.Create("=>'\" \t\r\n"u8);

    private static ReadOnlySpan<byte> Property => "tiff:Orientation"u8;

    /// <summary>The packet with the orientation 1 wherever it has another, at the same length.</summary>
    public static ReadOnlyMemory<byte> Upright(ReadOnlyMemory<byte> xmp)
    {
        byte[] upright = xmp.ToArray();
        for (int at = 0; ;)
        {
            int found = upright.AsSpan(at).IndexOf(Property);
            if (found < 0)
                return upright;
            bool closing = at + found > 0 && upright[at + found - 1] == '/';
            at += found + Property.Length;
            int digit = at + upright.AsSpan(at).IndexOfAnyExcept(Between);
            if (!closing && digit > at && upright[digit] is > (byte)'1' and <= (byte)'8')
                upright[digit] = (byte)'1';
        }
    }
}
