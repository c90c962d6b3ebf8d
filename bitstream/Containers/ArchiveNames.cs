using System.Buffers;
using System.Text;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// Names of pictures in an archive: 1 to 255 bytes of UTF-8 that name a file in any folder and never a way out of it. No slashes of either
/// kind, no control characters, and not only dots. No two of an archive may be equal without their extensions, because extracting gives all
/// the same one.
/// </summary>
internal static class ArchiveNames
{
    /// <summary>The most bytes of a name.</summary>
    public const int MaxBytes = 255;

    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<byte> s_forbidden = SearchValues.Create(
        [(byte)'/', (byte)'\\', 0x7F, .. Enumerable.Range(0, ' ').Select(control => (byte)control)]);

    /// <summary>Whether a picture may have this name.</summary>
    public static bool IsValid(string name) => Utf8Of(name) is { } utf8 && IsValid(utf8);

    /// <summary>A name's UTF-8; null where it has halves of characters.</summary>
    public static byte[]? Utf8Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            return Utf8.GetBytes(name);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whether a picture may have the name of this UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8) => utf8.Length <= MaxBytes && !utf8.ContainsAny(s_forbidden)
        && Stem(utf8).ContainsAnyExcept((byte)'.', (byte)' ') && System.Text.Unicode.Utf8.IsValid(utf8) && !HasFurtherControls(utf8);

    /// <summary>Whether it has one of U+0080 to U+009F: 0xC2 and a byte of the same number.</summary>
    private static bool HasFurtherControls(ReadOnlySpan<byte> utf8)
    {
        for (int i = utf8.IndexOf((byte)0xC2); i >= 0; i = utf8.IndexOf((byte)0xC2))
        {
            utf8 = utf8[(i + 1)..];
            if (utf8[0] < 0xA0) return true;
        }

        return false;
    }

    /// <summary>The name without its extension.</summary>
    public static string Stem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }

    /// <summary>The same of UTF-8.</summary>
    public static ReadOnlySpan<byte> Stem(ReadOnlySpan<byte> utf8)
    {
        int dot = utf8.LastIndexOf((byte)'.');
        return dot > 0 ? utf8[..dot] : utf8;
    }
}
