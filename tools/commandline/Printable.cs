using System.Globalization;
using System.Text;
using VaeCodec.CommandLine.Files;

namespace VaeCodec.CommandLine;

/// <summary>Text for a terminal, which would obey the control characters in the name of a file that someone else chose.</summary>
internal static class Printable
{
    /// <summary>The text with everything escaped, as a shell's <c>$'...'</c> takes it, that is not to be seen as it is: control and format
    /// characters (bidirectional ones among them), stray bytes of names, halves of characters. Line ends stay.</summary>
    public static string Lines(string text) => Escape(text, keep: "\n");

    /// <summary>The same on one line: line ends become spaces.</summary>
    public static string Line(string text) => Escape(text.ReplaceLineEndings(" "), keep: "");

    /// <summary>The same of a name, in which even a line end is escaped.</summary>
    public static string Name(string text) => Escape(text, keep: "");

    private static string Escape(string text, string keep)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            if (keep.Contains(text[i], StringComparison.Ordinal) || (whole && !IsHidden(rune)))
                shown.Append(text, i, whole ? rune.Utf16SequenceLength : 1);
            else if (FileName.IsStray(text[i]) || text[i] < 0x80)
                shown.Append(CultureInfo.InvariantCulture, $"\\x{text[i] & 0xff:X2}");
            else if (!whole || rune.IsBmp)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
            i += whole ? rune.Utf16SequenceLength - 1 : 0;
        }

        return shown.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
