namespace VaeCodec.Inference.Tensors;

/// <summary>Rows [Top, Bottom) of a grid. Strips that follow each other cover a grid once, from the top down; what an operation makes of
/// them follows each other just so.</summary>
/// <param name="Top">First row.</param>
/// <param name="Bottom">The row after the last; equal to Top for a strip without rows.</param>
/// <param name="GridHeight">Rows of the whole grid.</param>
internal readonly record struct Strip(int Top, int Bottom, int GridHeight)
{
    /// <summary>All rows of a grid.</summary>
    public static Strip Whole(int gridHeight) => new(0, gridHeight, gridHeight);

    /// <summary>Rows in the strip.</summary>
    public int Height => Bottom - Top;

    /// <summary>True when nothing follows.</summary>
    public bool ReachesEnd => Bottom == GridHeight;

    /// <summary>True when the strip is its grid.</summary>
    public bool IsWhole => Top == 0 && ReachesEnd;

    /// <summary>The rows that can be computed where each needs so many rows on both sides of it (outside the grid there is zero): they lag
    /// behind by as many, until the end is reached.</summary>
    public Strip Behind(int reach) => this with
    {
        Top = Math.Max(0, Top - reach),
        Bottom = ReachesEnd ? Bottom : Math.Max(0, Bottom - reach),
    };

    /// <summary>The rows of a grid f times coarser of which all parts are there.</summary>
    public Strip Coarser(int f) => new(Top / f, Bottom / f, GridHeight / f);

    /// <summary>The same rows of a grid f times finer.</summary>
    public Strip Finer(int f) => new(Top * f, Bottom * f, GridHeight * f);

    /// <summary>The strip cut into as few strips of at most so many rows as will do, all of one height but the last.</summary>
    /// <param name="rows">A multiple of the unit.</param>
    /// <param name="unit">Heights are multiples of this.</param>
    public IEnumerable<Strip> Cut(int rows, int unit = 1)
    {
        int units = (Height + unit - 1) / unit, strips = (Height + rows - 1) / rows;
        int height = strips == 0 ? 0 : (units + strips - 1) / strips * unit;
        for (int top = Top; top < Bottom; top += height)
            yield return this with { Top = top, Bottom = Math.Min(Bottom, top + height) };
    }
}
