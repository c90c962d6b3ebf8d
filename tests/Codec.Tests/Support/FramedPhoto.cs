using VaeCodec.Bitstream.Containers;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>Photographs whose last lines differ from the ones before as much as a line can.</summary>
internal static class FramedPhoto
{
    /// <summary>A photograph with a red last column and row; a line that is not asked for repeats the one before.</summary>
    public static PixelImage Of(int width, int height, int channels, LastLines lines = LastLines.Column | LastLines.Row)
    {
        PixelImage image = Photo.Crop(width, height, channels);
        for (int y = 0; y < height; y++)
            Set(image, (y * width) + width - 1, lines.HasFlag(LastLines.Column), 1);
        for (int x = 0; x < width; x++)
            Set(image, ((height - 1) * width) + x, lines.HasFlag(LastLines.Row), width);
        return image;
    }

    private static void Set(PixelImage image, int at, bool isRed, int step)
    {
        int colours = image.Channels <= 2 ? 1 : 3;
        byte[] pixels = image.Pixels;
        for (int c = 0; c < colours; c++)
            pixels[(at * image.Channels) + c] = isRed ? (byte)(c == 0 ? 230 : 20) : pixels[((at - step) * image.Channels) + c];
    }
}
