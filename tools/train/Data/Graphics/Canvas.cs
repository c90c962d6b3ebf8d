namespace VaeCodec.Train.Data.Graphics;

/// <summary>A colour, 0..255 each.</summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    /// <summary>Between this colour and another.</summary>
    public Colour Mix(Colour other, double share)
        => new(Red + (other.Red - Red) * share, Green + (other.Green - Green) * share, Blue + (other.Blue - Blue) * share);
}

/// <summary>A picture that is being drawn, with edges that are smooth or not.</summary>
internal sealed class Canvas(int side)
{
    private readonly byte[] _rgb = new byte[side * side * 3];

    /// <summary>Pixels along an edge.</summary>
    public int Side => side;

    /// <summary>What has been drawn.</summary>
    public Photo ToPhoto(string name) => new(name, side, side, _rgb);

    /// <summary>Covers a pixel to a degree of 0..1; outside of the picture nothing happens.</summary>
    public void Blend(int x, int y, Colour colour, double cover)
    {
        if ((uint)x >= (uint)side || (uint)y >= (uint)side || cover <= 0)
            return;
        Span<byte> at = _rgb.AsSpan((y * side + x) * 3, 3);
        Colour mixed = new Colour(at[0], at[1], at[2]).Mix(colour, Math.Min(cover, 1));
        (at[0], at[1], at[2]) = (Byte(mixed.Red), Byte(mixed.Green), Byte(mixed.Blue));
    }

    /// <summary>Fills what a shape covers: <paramref name="distance"/> is negative inside, in pixels.</summary>
    public void Fill(Func<double, double, double> distance, Func<int, int, Colour> paint, bool smooth,
        (int Left, int Top, int Right, int Bottom)? within = null)
    {
        (int left, int top, int right, int bottom) = within ?? (0, 0, side, side);
        for (int y = Math.Max(0, top); y < Math.Min(side, bottom); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(side, right); x++)
            {
                double d = distance(x + 0.5, y + 0.5);
                Blend(x, y, paint(x, y), smooth ? 0.5 - d : d < 0 ? 1 : 0);
            }
        }
    }

    /// <summary>A box of one colour.</summary>
    public void Box(int left, int top, int width, int height, Colour colour)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
                Blend(x, y, colour, 1);
        }
    }

    /// <summary>A line with round ends.</summary>
    public void Line(double x0, double y0, double x1, double y1, double thickness, Colour colour, bool smooth)
    {
        double dx = x1 - x0, dy = y1 - y0, length2 = Math.Max(dx * dx + dy * dy, 1e-9), reach = thickness / 2 + 1;
        Fill((x, y) =>
        {
            double t = Math.Clamp(((x - x0) * dx + (y - y0) * dy) / length2, 0, 1);
            double ex = x - x0 - t * dx, ey = y - y0 - t * dy;
            return Math.Sqrt(ex * ex + ey * ey) - thickness / 2;
        }, (_, _) => colour, smooth, ((int)(Math.Min(x0, x1) - reach), (int)(Math.Min(y0, y1) - reach), (int)(Math.Max(x0, x1) + reach) + 1,
            (int)(Math.Max(y0, y1) + reach) + 1));
    }

    /// <summary>Puts a mask of coverage onto the picture.</summary>
    public void Stamp(int left, int top, (int Width, int Height, byte[] Coverage) mask, Colour colour)
    {
        for (int i = 0; i < mask.Coverage.Length; i++)
            Blend(left + i % mask.Width, top + i / mask.Width, colour, mask.Coverage[i] / 255.0);
    }

    private static byte Byte(double v) => (byte)Math.Clamp(Math.Round(v), 0, 255);
}
