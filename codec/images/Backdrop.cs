namespace VaeCodec.Images;

/// <summary>Puts a colour behind a picture with alpha, for formats that have none.</summary>
internal static class Backdrop
{
    /// <summary>The picture as it looks before the colour: each sample is alpha * sample + (1 - alpha) * colour, rounded. Gray stays gray
    /// before a gray.</summary>
    /// <param name="image">With alpha.</param>
    /// <param name="colour">0xRRGGBB.</param>
    public static PixelImage Behind(PixelImage image, int colour)
    {
        ReadOnlySpan<byte> behind = [(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour];
        int channels = image.IsGray && behind[0] == behind[1] && behind[1] == behind[2] ? 1 : 3, alphaAt = image.Channels - 1;
        byte[] pixels = new byte[checked(image.Width * image.Height * channels)];
        for (int from = 0, to = 0; to < pixels.Length; from += image.Channels)
        {
            int alpha = image.Pixels[from + alphaAt];
            for (int c = 0; c < channels; c++)
                pixels[to++] = (byte)(((alpha * image.Pixels[from + (image.IsGray ? 0 : c)]) + ((255 - alpha) * behind[c]) + 127) / 255);
        }

        return new PixelImage(image.Width, image.Height, channels, pixels) { Metadata = image.Metadata };
    }
}
