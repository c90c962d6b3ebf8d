namespace VaeCodec.Tool.Files;

/// <summary>Small pictures side by side, as near to a square as may be.</summary>
internal static class PictureSheet
{
    /// <summary>Gray ones of one size, row by row; what is left over is black.</summary>
    public static PixelImage Of(IReadOnlyList<PixelImage> pictures)
    {
        int across = (int)Math.Ceiling(Math.Sqrt(pictures.Count)), down = (pictures.Count + across - 1) / across;
        int width = pictures[0].Width, height = pictures[0].Height;
        var sheet = new PixelImage(across * width, down * height, 1, new byte[across * width * down * height]);
        for (int i = 0; i < pictures.Count; i++)
        {
            for (int y = 0; y < height; y++)
            {
                int at = (((i / across * height) + y) * sheet.Width) + (i % across * width);
                pictures[i].Pixels.AsSpan(y * width, width).CopyTo(sheet.Pixels.AsSpan(at));
            }
        }

        return sheet;
    }
}
