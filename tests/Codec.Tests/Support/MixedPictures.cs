namespace VaeCodec.Codec.Tests.Support;

/// <summary>Pictures that hold both a photograph and graphics.</summary>
internal static class MixedPictures
{
    /// <summary>A photograph with a field of text over three fifths of its width and height, which begins off any grid.</summary>
    public static PixelImage TextInAPhotograph(int width, int height, int channels)
    {
        PixelImage photo = Photo.Crop(width, height, channels);
        for (int i = channels - 1; channels is 2 or 4 && i < photo.Pixels.Length; i += channels)
            photo.Pixels[i] = (byte)(i % 3000 < 300 ? 128 : 255);
        int left = (width / 5) + 3, top = (height / 5) + 1;
        for (int y = top; y < top + (height * 3 / 5); y++)
        {
            for (int x = left; x < left + (width * 3 / 5); x++)
            {
                for (int c = 0; c < ColourChannels(channels); c++)
                    photo.Pixels[(((y * width) + x) * channels) + c] = IsInk(x - left, y - top) ? (byte)(20 + (30 * c)) : (byte)245;
            }
        }

        return photo;
    }

    /// <summary>Letters of a sort: strokes, the same few again and again.</summary>
    public static bool IsInk(int x, int y)
    {
        int letter = ((x / 9) + (y / 14 * 7)) % 5, column = x % 9, row = y % 14;
        return row is > 2 and < 11 && (column == letter || row == 3 + letter || (column == 6 && letter % 2 == 0));
    }

    private static int ColourChannels(int channels) => channels <= 2 ? 1 : 3;
}
