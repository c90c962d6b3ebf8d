namespace VaeCodec.Bench.Metrics;

/// <summary>Peak signal-to-noise ratio of 8-bit RGB pictures, in dB: 10 log10(255² / MSE).</summary>
internal static class Psnr
{
    /// <summary>What identical pictures count as, so that means stay finite.</summary>
    public const double Identical = 100;

    /// <summary>Over all pixels and the three channels.</summary>
    public static double Rgb(PixelImage original, PixelImage decoded)
    {
        RequireSameShape(original, decoded);
        long sum = 0;
        for (int i = 0; i < original.Pixels.Length; i++)
        {
            int difference = original.Pixels[i] - decoded.Pixels[i];
            sum += difference * difference;
        }

        return Decibel((double)sum / original.Pixels.Length);
    }

    /// <summary>Of the luma 0.299 R + 0.587 G + 0.114 B (BT.601, full range), not rounded.</summary>
    public static double Luma(PixelImage original, PixelImage decoded)
    {
        RequireSameShape(original, decoded);
        ReadOnlySpan<byte> a = original.Pixels, b = decoded.Pixels;
        double sum = 0;
        for (int i = 0; i < a.Length; i += 3)
        {
            double difference = 0.299 * (a[i] - b[i]) + 0.587 * (a[i + 1] - b[i + 1]) + 0.114 * (a[i + 2] - b[i + 2]);
            sum += difference * difference;
        }

        return Decibel(sum / (a.Length / 3.0));
    }

    /// <summary>Throws unless both are RGB pictures of one size.</summary>
    internal static void RequireSameShape(PixelImage original, PixelImage decoded)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(decoded);
        if (original.Channels != 3 || decoded.Channels != 3 || original.Width != decoded.Width || original.Height != decoded.Height)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"a picture of {original.Width} x {original.Height} x {original.Channels} "
                + $"came back as {decoded.Width} x {decoded.Height} x {decoded.Channels}");
        }
    }

    /// <summary>Of a mean squared error in gray levels.</summary>
    public static double Decibel(double mse) => mse == 0 ? Identical : 10 * Math.Log10(255.0 * 255.0 / mse);
}
