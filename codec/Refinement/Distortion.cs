using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Picture;

namespace VaeCodec.Refinement;

/// <summary>The squared error of a reconstruction, and its gradient: over the colour channels of the picture itself, pixels in [0, 1],
/// where the picture is coded and can be seen. Where the reconstruction leaves that range it will be clamped, and the gradient is
/// zero.</summary>
internal static class Distortion
{
    /// <summary>Writes weight * d(sum of squares) / d(reconstruction) over the padded picture and returns the sum of squares.</summary>
    public static double Gradient(WorkTeam team, PixelImage image, PictureGrid grid, Tensor reconstruction, float weight,
        Tensor gradient)
    {
        var rowSums = new double[gradient.Height];
        team.ForRows(gradient.Rows, rows =>
        {
            for (int y = rows.Top; y < rows.Bottom; y++)
            {
                Span<float> to = gradient.Row(y);
                to.Clear();
                if (y >= grid.Height)
                    continue;
                ReadOnlySpan<byte> pixels = image.Pixels.AsSpan(y * image.Width * image.Channels, grid.Width * image.Channels);
                rowSums[y] = image.IsGray ? Gray(pixels, image.Channels, reconstruction.Row(y), weight, to)
                    : Colour(pixels, image.Channels, reconstruction.Row(y), weight, to);
            }
        });
        return rowSums.Sum();
    }

    private static double Colour(ReadOnlySpan<byte> pixels, int channels, ReadOnlySpan<float> row, float weight, Span<float> to)
    {
        double sum = 0;
        for (int x = 0; x < pixels.Length / channels; x++)
        {
            if (IsHidden(pixels, x, channels))
                continue;
            for (int c = 0; c < 3; c++)
            {
                float value = row[3 * x + c], error = Math.Clamp(value, 0, 1) - pixels[x * channels + c] * (1f / 255f);
                sum += error * error;
                to[3 * x + c] = value is >= 0 and <= 1 ? 2 * weight * error : 0;
            }
        }

        return sum;
    }

    private static double Gray(ReadOnlySpan<byte> pixels, int channels, ReadOnlySpan<float> row, float weight, Span<float> to)
    {
        double sum = 0;
        for (int x = 0; x < pixels.Length / channels; x++)
        {
            if (IsHidden(pixels, x, channels))
                continue;
            float error = -pixels[x * channels] * (1f / 255f);
            for (int c = 0; c < 3; c++)
                error += Share(c) * Math.Clamp(row[3 * x + c], 0, 1);
            sum += error * error;
            for (int c = 0; c < 3; c++)
                to[3 * x + c] = row[3 * x + c] is >= 0 and <= 1 ? 2 * weight * error * Share(c) : 0;
        }

        return sum;
    }

    private static bool IsHidden(ReadOnlySpan<byte> pixels, int x, int channels)
        => channels is 2 or 4 && pixels[(x * channels) + channels - 1] == 0;

    private static float Share(int channel) => ColourPlanes.GrayWeight[channel] / 256f;
}
