using System.Globalization;
using System.Text;
using VaeCodec.CommandLine.Files;

namespace VaeCodec.CommandLine;

/// <summary>Text for a terminal, which would obey the control characters in the name of a file that someone else chose.</summary>
internal static class Printable
{
    /// <summary>The text with everything escaped, as a shell's <c>$'...'</c> takes it, that is not to be seen as it is: control and format
    /// characters (bidirectional ones among them), stray bytes of names, halves of characters. Line ends stay.</summary>
    public static string Lines(string text) => Escape(text, rune => rune.Value == '\n' || !IsHidden(rune));

    /// <summary>The same on one line: line ends become spaces.</summary>
    public static string Line(string text) => Escape(text.ReplaceLineEndings(" "), rune => !IsHidden(rune));

    /// <summary>The same of a name, in which even a line end is escaped.</summary>
    public static string Name(string text) => Escape(text, rune => !IsHidden(rune));

    /// <summary>A name to keep: what is no text is escaped alone, stray bytes and halves of characters. Not for a terminal.</summary>
    public static string Text(string text) => Escape(text, _ => true);

    private static string Escape(string text, Func<Rune, bool> shows)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            if (whole && shows(rune))
                shown.Append(text, i, rune.Utf16SequenceLength);
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
