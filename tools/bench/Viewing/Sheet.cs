namespace VaeCodec.Bench.Viewing;

/// <summary>Puts pictures of one size into rows, with gray where there is none.</summary>
internal static class Sheet
{
    private const int Gap = 4;
    private const byte Gray = 128;

    /// <summary>The whole sheet.</summary>
    /// <param name="rows">RGB pictures, all of one size; null for none.</param>
    public static PixelImage Of(IReadOnlyList<IReadOnlyList<PixelImage?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        PixelImage one = rows.SelectMany(row => row).First(picture => picture is not null)!;
        int columns = rows.Max(row => row.Count), width = columns * (one.Width + Gap) - Gap, height = rows.Count * (one.Height + Gap) - Gap;
        byte[] pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(Gray);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < rows[row].Count; column++)
            {
                if (rows[row][column] is { } picture)
                    Put(picture, pixels, width, column * (one.Width + Gap), row * (one.Height + Gap));
            }
        }

        return new(width, height, 3, pixels);
    }

    private static void Put(PixelImage picture, byte[] onto, int width, int left, int top)
    {
        for (int y = 0; y < picture.Height; y++)
            picture.Pixels.AsSpan(y * picture.Width * 3, picture.Width * 3).CopyTo(onto.AsSpan(((top + y) * width + left) * 3));
    }
}
