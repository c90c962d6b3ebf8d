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

    /// <summary>Whether a picture may have this name.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.ContainsAny('/', '\\') || name.ContainsAnyInRange('\0', '\u001F') || name.ContainsAnyInRange('\u007F', '\u009F')
            || Stem(name).Trim(". ").IsEmpty)
            return false;
        try
        {
            return Utf8.GetByteCount(name) <= MaxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The name without its extension.</summary>
    public static string Stem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[..Stem(name.AsSpan()).Length];
    }

    /// <summary>The name without its extension.</summary>
    public static ReadOnlySpan<char> Stem(ReadOnlySpan<char> name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }
}
