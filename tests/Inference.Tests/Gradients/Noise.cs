using VaeCodec.Inference.Tensors;

namespace VaeCodec.Inference.Tests.Gradients;

/// <summary>Tensors of uniform noise, and sums over tensors.</summary>
internal static class Noise
{
    private static readonly TensorPool s_pool = new();

    public static Tensor Of(int height, int width, int channels, int seed)
    {
        var random = new Random(seed);
        Tensor t = s_pool.Rent(Strip.Whole(height), width, channels);
        foreach (int i in Enumerable.Range(0, height * width))
        {
            foreach (ref float v in t.At(i / width, i % width))
                v = (float)(2 * random.NextDouble() - 1);
        }

        return t;
    }

    /// <summary>Height * Width * Channels values, in this order.</summary>
    public static float[] Values(Tensor t)
        => [.. Enumerable.Range(0, t.Height * t.Width).SelectMany(i => t.At(i / t.Width, i % t.Width).ToArray())];

    public static Tensor Like(Tensor t, Func<int, float> value, Tensor? into = null)
    {
        Tensor copy = into ?? s_pool.Rent(Strip.Whole(t.Height), t.Width, t.Channels);
        int at = 0;
        for (int i = 0; i < t.Height * t.Width; i++)
        {
            foreach (ref float v in copy.At(i / t.Width, i % t.Width))
                v = value(at++);
        }

        return copy;
    }

    /// <summary>x + step * direction.</summary>
    public static Tensor Moved(Tensor x, float[] direction, float step)
    {
        float[] values = Values(x);
        return Like(x, i => values[i] + step * direction[i]);
    }

    public static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
