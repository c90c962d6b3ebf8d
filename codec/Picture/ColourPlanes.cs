namespace VaeCodec.Picture;

/// <summary>From the network's RGB to the channels of the picture that was encoded.</summary>
internal static class ColourPlanes
{
    /// <summary>What R, G and B count in gray, in 256ths.</summary>
    public static ReadOnlySpan<int> GrayWeight => [77, 150, 29];

    /// <summary>(77 R + 150 G + 29 B + 128) / 256.</summary>
    public static byte Gray(byte red, byte green, byte blue)
        => (byte)((GrayWeight[0] * red + GrayWeight[1] * green + GrayWeight[2] * blue + 128) >> 8);

    /// <summary>Interleaves RGB as 1 (gray), 2 (gray + alpha), 3 or 4 channels; alpha is left alone. Gray is <see cref="Gray"/>.</summary>
    public static void FromRgb(ReadOnlySpan<byte> rgb, Span<byte> pixels, int channels)
    {
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += channels)
        {
            if (channels <= 2)
                pixels[to] = Gray(rgb[from], rgb[from + 1], rgb[from + 2]);
            else
                rgb.Slice(from, 3).CopyTo(pixels[to..]);
        }
    }

    /// <summary>Copies pixels without their alpha, if they have one.</summary>
    public static void WithoutAlpha(ReadOnlySpan<byte> pixels, Span<byte> colours, int channels)
    {
        int kept = Colours(channels);
        if (kept == channels)
        {
            pixels.CopyTo(colours);
            return;
        }

        for (int from = 0, to = 0; from < pixels.Length; from += channels, to += kept)
            pixels.Slice(from, kept).CopyTo(colours[to..]);
    }

    /// <summary>Colour channels among so many channels.</summary>
    public static int Colours(int channels) => channels <= 2 ? 1 : 3;

    /// <summary>PSNR over the colour channels of what can be seen, dB; +infinity when that is equal.</summary>
    public static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int channels)
        => Psnr(ColourError(a, b, channels), VisibleValues(a, channels));

    /// <summary>Colour values of pixels that can be seen: all but those whose alpha is 0.</summary>
    public static long VisibleValues(ReadOnlySpan<byte> pixels, int channels)
    {
        int colours = Colours(channels);
        long visible = pixels.Length / channels;
        for (int i = channels - 1; channels is 2 or 4 && i < pixels.Length; i += channels)
            visible -= pixels[i] == 0 ? 1 : 0;
        return visible * colours;
    }

    /// <summary>Squared differences over the colour channels of two pictures of the same channels, where the first one can be seen: colours
    /// under an alpha of 0 do not count.</summary>
    public static long ColourError(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int channels)
    {
        int colours = Colours(channels);
        bool hasAlpha = channels is 2 or 4;
        long error = 0;
        for (int i = 0; i < a.Length; i += channels)
        {
            if (hasAlpha && a[i + channels - 1] == 0)
                continue;
            for (int c = 0; c < colours; c++)
            {
                int d = a[i + c] - b[i + c];
                error += d * d;
            }
        }

        return error;
    }

    /// <summary>PSNR of a sum of squared errors over so many values, dB; +infinity when it is 0.</summary>
    public static double Psnr(long error, double values) => error == 0 ? double.PositiveInfinity
        : 10 * Math.Log10(255.0 * 255.0 * values / error);

    /// <summary>Squared differences between RGB and a gray picture, its first channel taken three times.</summary>
    public static long SquaredError(ReadOnlySpan<byte> rgb, ReadOnlySpan<byte> gray, int channels)
    {
        long error = 0;
        for (int i = 0; i < rgb.Length; i++)
        {
            int d = rgb[i] - gray[i / 3 * channels];
            error += d * d;
        }

        return error;
    }
}
