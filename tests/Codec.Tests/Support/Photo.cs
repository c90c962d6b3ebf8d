using VaeCodec.Images;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>Pieces of the corpus' landscape in any size and layout; beyond its edges it is mirrored.</summary>
internal static class Photo
{
    private static readonly Lazy<PixelImage> s_sample = new(() => ImageFile.Load(Corpus.PathOf("sample.png")));

    /// <summary>The whole landscape, 480 x 320 RGB.</summary>
    public static PixelImage Sample => s_sample.Value;

    /// <summary>A piece that begins at (left, top); gray is the green of the picture, alpha its red from elsewhere, some of it fully
    /// opaque.</summary>
    public static PixelImage Crop(int width, int height, int channels = 3, int left = 150, int top = 110)
    {
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0, at = 0; i < width * height; i++)
        {
            int x = left + (i % width), y = top + (i / width);
            for (int c = 0; c < channels; c++)
            {
                bool alpha = channels is 2 or 4 && c == channels - 1;
                pixels[at++] = alpha ? (byte)Math.Min(255, Value(x + 91, y + 57, 0) * 3 / 2) : Value(x, y, channels <= 2 ? 1 : c);
            }
        }

        return new PixelImage(width, height, channels, pixels);
    }

    /// <summary>One channel of the picture, at its size.</summary>
    public static byte[] Channel(PixelImage image, int channel) => [.. image.Pixels.Where((_, i) => i % image.Channels == channel)];

    private static byte Value(int x, int y, int channel)
        => Sample.Pixels[(((Mirror(y, Sample.Height) * Sample.Width) + Mirror(x, Sample.Width)) * 3) + channel];

    private static int Mirror(int at, int side)
    {
        at %= 2 * side;
        return at < side ? at : (2 * side) - 1 - at;
    }
}
