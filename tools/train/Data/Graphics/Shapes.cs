namespace VaeCodec.Train.Data.Graphics;

/// <summary>Pictures without a word, and the windows that have some.</summary>
internal static class Shapes
{
    /// <summary>Lines, circles and a plot's grid, on paper.</summary>
    public static void LineArt(Canvas canvas, Palette palette)
    {
        (Colour paper, Colour ink) = palette.Readable();
        canvas.Box(0, 0, canvas.Side, canvas.Side, paper);
        bool smooth = palette.Chance(0.8);
        if (palette.Chance(0.5))
        {
            int step = palette.Whole(12, 70), thickness = palette.Whole(1, 3);
            Colour faint = paper.Mix(ink, 0.25);
            for (int at = palette.Whole(0, step); at < canvas.Side; at += step)
            {
                canvas.Box(at, 0, thickness, canvas.Side, faint);
                canvas.Box(0, at, canvas.Side, thickness, faint);
            }
        }

        for (int i = palette.Whole(4, 16); i > 0; i--)
        {
            Colour colour = palette.Chance(0.4) ? palette.Any() : ink;
            double thickness = palette.Chance(0.6) ? palette.Between(0.7, 2.5) : palette.Between(2, 9);
            if (palette.Chance(0.3))
                Ring(canvas, palette, thickness, colour, smooth);
            else if (palette.Chance(0.4))
                Curve(canvas, palette, thickness, colour, smooth);
            else
                canvas.Line(Place(), Place(), Place(), Place(), thickness, colour, smooth);
        }

        double Place() => palette.Between(-30, canvas.Side + 30);
    }

    /// <summary>Smooth slopes of two colours, in one to four panes.</summary>
    public static void Gradients(Canvas canvas, Palette palette)
    {
        int panes = palette.Whole(1, 3), side = canvas.Side / panes;
        for (int i = 0; i < panes * panes; i++)
        {
            int left = i % panes * side, top = i / panes * side;
            (Colour a, Colour b) = (palette.Any(), palette.Any());
            double angle = palette.Between(0, 2 * Math.PI), radius = palette.Between(0.4, 1.4) * side,
                reach = palette.Between(0.7, 3) * side;
            bool round = palette.Chance(0.3);
            double x0 = left + palette.Between(0, side), y0 = top + palette.Between(0, side);
            canvas.Fill((_, _) => -1, (x, y) => a.Mix(b, Math.Clamp(round
                ? Math.Sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) / radius
                : 0.5 + ((x - x0) * Math.Cos(angle) + (y - y0) * Math.Sin(angle)) / reach, 0, 1)), false,
                    (left, top, left + side, top + side));
        }
    }

    /// <summary>One colour, or few large areas of flat and saturated colours.</summary>
    public static void Flat(Canvas canvas, Palette palette)
    {
        canvas.Box(0, 0, canvas.Side, canvas.Side, palette.Chance(0.6) ? palette.Corner() : palette.Any());
        bool smooth = palette.Chance(0.7);
        for (int i = palette.Chance(0.25) ? 0 : palette.Whole(1, 12); i > 0; i--)
        {
            Colour colour = palette.Chance(0.5) ? palette.Corner() : palette.Any();
            double x0 = palette.Between(0, canvas.Side), y0 = palette.Between(0, canvas.Side), radius = palette.Between(10, 160);
            if (palette.Chance(0.5))
                canvas.Fill((x, y) => Math.Sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) - radius, (_, _) => colour, smooth);
            else
                canvas.Box((int)x0 - 60, (int)y0 - 60, (int)radius, palette.Whole(10, 300), colour);
        }
    }

    /// <summary>Squares of few colours, a pixel of a small picture each.</summary>
    public static void PixelArt(Canvas canvas, Palette palette)
    {
        int size = palette.OneOf(1, 2, 3, 4, 4, 6, 8, 8, 12, 16), count = canvas.Side / size + 1;
        Colour[] colours = [.. Enumerable.Range(0, palette.Whole(2, 12)).Select(_ => palette.Any())];
        bool mirrored = palette.Chance(0.5);
        double stay = palette.Between(0.55, 0.93);
        var cells = new int[count * count];
        for (int y = 0; y < count; y++)
        {
            for (int x = 0; x < count; x++)
            {
                int beside = x > 0 ? cells[y * count + x - 1] : 0, above = y > 0 ? cells[(y - 1) * count + x] : 0;
                int cell = mirrored && x >= count / 2 ? cells[y * count + count - 1 - x]
                    : palette.Chance(stay) ? (palette.Chance(0.5) ? beside : above) : palette.Whole(0, colours.Length);
                cells[y * count + x] = cell;
                canvas.Box(x * size, y * size, size, size, colours[cell]);
            }
        }
    }

    /// <summary>A window: bars, buttons with rounded corners, lines between fields, labels.</summary>
    public static void Interface(Canvas canvas, Palette palette)
    {
        (Colour paper, Colour ink) = palette.Readable();
        canvas.Box(0, 0, canvas.Side, canvas.Side, paper);
        Colour accent = palette.Any(), edge = paper.Mix(ink, palette.Between(0.1, 0.5));
        canvas.Box(0, 0, canvas.Side, palette.Whole(16, 60), palette.Chance(0.5) ? accent : edge);
        canvas.Box(0, 0, palette.Whole(0, 160), canvas.Side, paper.Mix(ink, 0.08));
        for (int i = palette.Whole(6, 18); i > 0; i--)
        {
            int left = palette.Whole(0, canvas.Side), top = palette.Whole(20, canvas.Side), width = palette.Whole(30, 220),
                height = palette.Whole(14, 90);
            double corner = palette.OneOf(0.0, 0, 3, 6, 12);
            Colour fill = palette.Chance(0.3) ? accent : palette.Chance(0.5) ? paper : paper.Mix(ink, 0.1);
            Rounded(left, top, width, height, corner, edge);
            Rounded(left + 1, top + 1, width - 2, height - 2, Math.Max(0, corner - 1), fill);
            double size = palette.Between(7, 12);
            TextPages.Write(canvas, TextPages.Words(palette, palette.Whole(1, 4)), FormattableString.Invariant($"Sans {size:F1}"), size,
                left + 6, top + 4, 400, ink);
        }

        void Rounded(int left, int top, int width, int height, double corner, Colour colour) => canvas.Fill((x, y) =>
        {
            double dx = Math.Abs(x - left - width / 2.0) - width / 2.0 + corner,
                dy = Math.Abs(y - top - height / 2.0) - height / 2.0 + corner;
            return Math.Sqrt(Math.Pow(Math.Max(dx, 0), 2) + Math.Pow(Math.Max(dy, 0), 2)) + Math.Min(Math.Max(dx, dy), 0) - corner;
        }, (_, _) => colour, true, (left - 1, top - 1, left + width + 1, top + height + 1));
    }

    private static void Ring(Canvas canvas, Palette palette, double thickness, Colour colour, bool smooth)
    {
        double x0 = palette.Between(0, canvas.Side), y0 = palette.Between(0, canvas.Side), radius = palette.Between(4, 140);
        canvas.Fill((x, y) => Math.Abs(Math.Sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0)) - radius) - thickness / 2, (_, _) => colour,
            smooth);
    }

    private static void Curve(Canvas canvas, Palette palette, double thickness, Colour colour, bool smooth)
    {
        double y = palette.Between(0, canvas.Side), height = palette.Between(5, 120), period = palette.Between(20, 300),
            phase = palette.Between(0, 6);
        double x = palette.Between(-20, 200), end = x + palette.Between(60, 500), rough = palette.Chance(0.5) ? 0 : palette.Between(0, 20);
        (double x0, double y0) = (x, y);
        for (; x < end; x += 5)
        {
            double next = y + height * Math.Sin(x / period * 2 * Math.PI + phase) + palette.Between(-rough, rough + 1e-9);
            if (x > x0)
                canvas.Line(x0, y0, x, next, thickness, colour, smooth);
            (x0, y0) = (x, next);
        }
    }
}
