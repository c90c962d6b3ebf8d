using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Hvae;

/// <summary>Between 8-bit pixels and the network's floats.</summary>
internal static class PictureConversion
{
    /// <summary>Of each 8-bit value.</summary>
    private static readonly float[] s_values = [.. Enumerable.Range(0, 256).Select(v => (v * (1f / 255f) - 0.5f) * 4f)];

    /// <summary>(v / 255 - 1/2) * 4 of interleaved RGB or gray pixels; edge pixels are repeated beyond the picture.</summary>
    public static void FromPixels(ReadOnlySpan<byte> pixels, int width, int height, int channels, int colours, Tensor picture)
    {
        float[] values = s_values;
        int second = colours == 3 ? 1 : 0, third = 2 * second;
        for (int y = picture.Rows.Top; y < picture.Rows.Bottom; y++)
        {
            ReadOnlySpan<byte> from = pixels.Slice(Math.Min(y, height - 1) * width * channels, width * channels);
            Span<float> to = picture.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                ReadOnlySpan<byte> pixel = from.Slice(Math.Min(x, width - 1) * channels, channels);
                (to[3 * x], to[3 * x + 1], to[3 * x + 2]) = (values[pixel[0]], values[pixel[second]], values[pixel[third]]);
            }
        }
    }
}
