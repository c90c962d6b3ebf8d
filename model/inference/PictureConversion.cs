namespace VaeCodec.Inference;

/// <summary>Between 8-bit pixels and the network's floats.</summary>
internal static class PictureConversion
{
    /// <summary>(v / 255 - 1/2) * 4 of interleaved RGB or gray pixels; edge pixels are repeated beyond the picture.</summary>
    public static void FromPixels(ReadOnlySpan<byte> pixels, int width, int height, int channels, int colours, Tensor picture)
    {
        for (int y = picture.Rows.Top; y < picture.Rows.Bottom; y++)
        {
            ReadOnlySpan<byte> from = pixels.Slice(Math.Min(y, height - 1) * width * channels, width * channels);
            Span<float> to = picture.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                int at = Math.Min(x, width - 1) * channels;
                for (int c = 0; c < 3; c++)
                    to[3 * x + c] = (from[at + (colours == 3 ? c : 0)] * (1f / 255f) - 0.5f) * 4f;
            }
        }
    }

    /// <summary>round(clamp(255 v)), ties to even, of the picture's top left part.</summary>
    public static byte ToByte(float value)
    {
        float v = value * 255f;
        return v > 0 ? v < 255 ? (byte)MathF.Round(v) : (byte)255 : (byte)0;
    }
}
