namespace VaeCodec.Refinement;

/// <summary>A rectangle of pixels; right and bottom are excluded.</summary>
internal readonly record struct TileArea(int Top, int Left, int Bottom, int Right)
{
    /// <summary>Pixels per row.</summary>
    public int Width => Right - Left;

    /// <summary>Rows.</summary>
    public int Height => Bottom - Top;

    /// <summary>Cuts a picture into rectangles of at most a side.</summary>
    public static IEnumerable<TileArea> Cut(int width, int height, int side)
    {
        for (int top = 0; top < height; top += side)
        {
            for (int left = 0; left < width; left += side)
                yield return new(top, left, Math.Min(height, top + side), Math.Min(width, left + side));
        }
    }

    /// <summary>The rectangle with a margin, as far as the picture goes.</summary>
    public TileArea Grown(int margin, int width, int height)
        => new(Math.Max(0, Top - margin), Math.Max(0, Left - margin), Math.Min(height, Bottom + margin), Math.Min(width, Right + margin));
}
