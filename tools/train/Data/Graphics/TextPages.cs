using System.Text;

namespace VaeCodec.Train.Data.Graphics;

/// <summary>Pages of text in the fonts of the system; of bars in place of words where there are none.</summary>
internal static class TextPages
{
    private static readonly string[] s_families = ["Sans", "Serif", "Monospace", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono",
        "Liberation Sans", "Liberation Serif"];
    private static readonly string[] s_styles = ["", "", "", "Bold", "Italic", "Condensed"];

    /// <summary>Paragraphs and headings of several sizes.</summary>
    public static void Page(Canvas canvas, Palette palette)
    {
        (Colour paper, Colour ink) = palette.Readable();
        canvas.Box(0, 0, canvas.Side, canvas.Side, paper);
        string family = palette.OneOf<string>(s_families);
        int y = palette.Whole(-10, 20), left = palette.Whole(4, 40);
        while (y < canvas.Side)
        {
            bool heading = palette.Chance(0.2);
            double size = heading ? palette.Between(16, 48) : palette.Between(7, 15);
            string font = FormattableString.Invariant($"{family} {(heading ? "Bold" : palette.OneOf<string>(s_styles))} {size:F1}");
            Colour colour = palette.Chance(0.1) ? palette.Any() : ink;
            y += Write(canvas, Words(palette, heading ? palette.Whole(1, 5) : palette.Whole(10, 70)), font, size, left, y,
                canvas.Side - 2 * left, colour)
                + palette.Whole(2, 24);
        }
    }

    /// <summary>Lines of monospaced text in several colours on one background, as of an editor or a terminal.</summary>
    public static void Terminal(Canvas canvas, Palette palette)
    {
        (Colour paper, Colour ink) = palette.Readable();
        canvas.Box(0, 0, canvas.Side, canvas.Side, paper);
        double size = palette.Between(7, 13);
        string font = FormattableString.Invariant($"Monospace {size:F1}");
        Colour[] colours = [ink, ink, ink, ink.Mix(palette.Corner(), 0.6), ink.Mix(palette.Corner(), 0.6), palette.Any()];
        int step = (int)(size * 2);
        for (int y = 2; y < canvas.Side; y += step)
        {
            if (palette.Chance(0.15))
                continue;
            int x = 4 + palette.Whole(0, 5) * step;
            for (int part = palette.Whole(1, 4); part > 0 && x < canvas.Side; part--)
            {
                string words = Words(palette, palette.Whole(1, 5));
                Write(canvas, words, font, size, x, y, canvas.Side * 2, palette.OneOf<Colour>(colours));
                x += (int)(words.Length * size * 0.8) + palette.Whole(4, 20);
            }
        }
    }

    /// <summary>Writes text and returns its height.</summary>
    public static int Write(Canvas canvas, string text, string font, double size, int left, int top, int width, Colour colour)
    {
        if (VipsText.Render(text, font, Math.Max(width, 8)) is { } mask)
        {
            canvas.Stamp(left, top, mask, colour);
            return mask.Height;
        }

        canvas.Box(left, top, (int)Math.Min(width, text.Length * size * 0.6), (int)size, colour);
        return (int)size;
    }

    /// <summary>Words without a meaning.</summary>
    public static string Words(Palette palette, int count)
    {
        const string Letters = "eeeettaaooiinnsshhrrddllccuummwwffggyyppbbvkjxqz";
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            if (palette.Chance(0.12))
            {
                text.Append(palette.Whole(0, 10_000)).Append(palette.OneOf("", "%", ".5", "px", ";"));
            }
            else
            {
                int length = palette.Whole(1, 10);
                for (int j = 0; j < length; j++)
                {
                    char letter = Letters[palette.Whole(0, Letters.Length)];
                    text.Append(j == 0 && palette.Chance(0.2) ? char.ToUpperInvariant(letter) : letter);
                }

                text.Append(palette.OneOf("", "", "", "", ",", ".", ":", "()", " =", "_", "-", "?", "!", "/"));
            }

            text.Append(' ');
        }

        return text.ToString();
    }
}
