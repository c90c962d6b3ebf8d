namespace VaeCodec.Pipeline;

/// <summary>From the network's RGB to the channels of the picture that was encoded.</summary>
internal static class ColourPlanes
{
    /// <summary>Interleaves RGB as 1 (gray), 2 (gray + alpha), 3 or 4 channels; alpha is left zero. Gray is (77 R + 150 G + 29 B + 128) / 256.</summary>
    public static byte[] FromRgb(byte[] rgb, int channels)
    {
        if (channels == 3)
            return rgb;
        int count = rgb.Length / 3;
        var pixels = new byte[count * channels];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> from = rgb.AsSpan(3 * i, 3);
            Span<byte> to = pixels.AsSpan(i * channels, channels);
            if (channels <= 2)
                to[0] = (byte)((77 * from[0] + 150 * from[1] + 29 * from[2] + 128) >> 8);
            else
                from.CopyTo(to);
        }

        return pixels;
    }

    /// <summary>PSNR over the colour channels, dB; +infinity when they are equal.</summary>
    public static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int channels)
    {
        int colours = channels <= 2 ? 1 : 3;
        long error = 0;
        for (int i = 0; i < a.Length; i += channels)
        {
            for (int c = 0; c < colours; c++)
            {
                int d = a[i + c] - b[i + c];
                error += d * d;
            }
        }

        double values = (double)a.Length / channels * colours;
        return error == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * values / error);
    }
}
