using System.Numerics;

namespace VaeCodec.Bench.Metrics;

/// <summary>One channel of a picture in single precision, row by row.</summary>
internal sealed record Plane(int Width, int Height, float[] Values)
{
    /// <summary>An empty plane.</summary>
    public Plane(int width, int height)
        : this(width, height, new float[width * height])
    {
    }

    /// <summary>One channel of a picture.</summary>
    public static Plane Of(PixelImage image, int channel)
    {
        var plane = new Plane(image.Width, image.Height);
        for (int i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = image.Pixels[i * image.Channels + channel];
        return plane;
    }

    /// <summary>0.299 R + 0.587 G + 0.114 B (BT.601, full range) of an RGB picture.</summary>
    public static Plane Luma(PixelImage image)
    {
        var plane = new Plane(image.Width, image.Height);
        for (int i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = 0.299f * image.Pixels[3 * i] + 0.587f * image.Pixels[3 * i + 1] + 0.114f * image.Pixels[3 * i + 2];
        return plane;
    }

    /// <summary>Products element by element.</summary>
    public Plane Times(Plane other)
    {
        var product = new Plane(Width, Height);
        for (int i = 0; i < Values.Length; i++)
            product.Values[i] = Values[i] * other.Values[i];
        return product;
    }

    /// <summary>Separable filter, only where the window fits: [H, W] to [H - n + 1, W - n + 1].</summary>
    public Plane Filter(ReadOnlySpan<float> window)
    {
        var columns = new Plane(Width, Height - window.Length + 1);
        for (int y = 0; y < columns.Height; y++)
        {
            for (int t = 0; t < window.Length; t++)
                AddScaled(columns.Values.AsSpan(y * Width, Width), Values.AsSpan((y + t) * Width, Width), window[t]);
        }

        var both = new Plane(Width - window.Length + 1, columns.Height);
        for (int y = 0; y < both.Height; y++)
        {
            for (int t = 0; t < window.Length; t++)
                AddScaled(both.Values.AsSpan(y * both.Width, both.Width), columns.Values.AsSpan(y * Width + t, both.Width), window[t]);
        }

        return both;
    }

    /// <summary>Means of 2 x 2. An odd side gets a row or column of zeros on both ends, which count: PyTorch's avg_pool2d, as
    /// pytorch-msssim calls it.</summary>
    public Plane Halve()
    {
        int padX = Width % 2, padY = Height % 2;
        var half = new Plane((Width + padX) / 2, (Height + padY) / 2);
        for (int y = 0; y < half.Height; y++)
        {
            for (int x = 0; x < half.Width; x++)
            {
                int left = 2 * x - padX, top = 2 * y - padY;
                half.Values[y * half.Width + x] = (At(left, top) + At(left + 1, top) + At(left, top + 1) + At(left + 1, top + 1)) / 4;
            }
        }

        return half;
    }

    /// <summary>Means of 2 x 2. The last row or column of an odd side counts twice.</summary>
    public Plane HalveRepeating()
    {
        var half = new Plane((Width + 1) / 2, (Height + 1) / 2);
        for (int y = 0; y < half.Height; y++)
        {
            int top = 2 * y * Width, bottom = Math.Min(2 * y + 1, Height - 1) * Width;
            for (int x = 0; x < half.Width; x++)
            {
                int left = 2 * x, right = Math.Min(2 * x + 1, Width - 1);
                half.Values[y * half.Width + x] = (Values[top + left] + Values[top + right] + Values[bottom + left]
                    + Values[bottom + right]) / 4;
            }
        }

        return half;
    }

    /// <summary>A border of zeros, so many on every side.</summary>
    public Plane Pad(int border)
    {
        var padded = new Plane(Width + 2 * border, Height + 2 * border);
        for (int y = 0; y < Height; y++)
            Values.AsSpan(y * Width, Width).CopyTo(padded.Values.AsSpan((y + border) * padded.Width + border));
        return padded;
    }

    private float At(int x, int y) => x < 0 || y < 0 ? 0 : Values[y * Width + x];

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float scale)
    {
        int x = 0;
        for (; x <= sum.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(sum[x..]) + new Vector<float>(values[x..]) * scale).CopyTo(sum[x..]);
        for (; x < sum.Length; x++)
            sum[x] += values[x] * scale;
    }
}
