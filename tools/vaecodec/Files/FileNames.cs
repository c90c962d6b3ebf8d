using System.Text;

namespace VaeCodec.Tool.Files;

/// <summary>What files are by the extensions of their names: it decides what a folder's files are taken for, and what is no name for an
/// output.</summary>
internal static class FileNames
{
    /// <summary>Of one picture.</summary>
    public const string Vaec = ".vaec";

    /// <summary>Of an archive.</summary>
    public const string Vaea = ".vaea";

    /// <summary>The most bytes of a name on nearly every file system.</summary>
    public const int MostBytes = 255;

    private static readonly string[] s_read = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".tif", ".tiff", ".avif", ".gif", ".ppm",
        ".pgm", ".pbm", ".pnm"];

    private static readonly string[] s_others = [".bmp", ".heic", ".heif", ".jxl", ".jp2", ".svg"];

    /// <summary>Whether a name is that of a picture which can be read, and written.</summary>
    public static bool IsPicture(string name) => Has(name, s_read);

    /// <summary>Whether a name is that of a picture of any kind.</summary>
    public static bool IsAnyPicture(string name) => Has(name, s_read) || Has(name, s_others);

    /// <summary>Whether a name is that of a .vaec file.</summary>
    public static bool IsVaec(string name) => Has(name, [Vaec]);

    /// <summary>Whether a name is that of a .vaea archive.</summary>
    public static bool IsArchive(string name) => Has(name, [Vaea]);

    /// <summary>A name with something behind it, shortened where both together are too long for a file system.</summary>
    public static string Shortened(string name, string end = "")
    {
        var kept = new StringBuilder();
        int bytes = Encoding.UTF8.GetByteCount(end);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MostBytes)
                break;
            kept.Append(rune.ToString());
        }

        return kept.Append(end).ToString();
    }

    private static bool Has(string name, string[] extensions)
        => extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
