using VaeCodec.Images.Pnm;

namespace VaeCodec.Bench.Metrics;

/// <summary>Pictures in linear light, and their XYB colours, as JPEG XL defines them (ISO/IEC 18181-1, opsin absorbance).</summary>
internal static class OpsinPicture
{
    /// <summary>What is added to each absorbance so that the cube root is tame near black.</summary>
    private const double Bias = 0.0037930732552754493;

    private static readonly float[] s_linear = [.. Enumerable.Range(0, 256).Select(v => (float)Luminance.Linear(v / 255.0))];
    private static readonly float s_biasRoot = MathF.Cbrt((float)Bias);

    /// <summary>The three channels in linear light, 0 to 1, of 8-bit sRGB.</summary>
    public static Plane[] Linear(PixelImage image) => [.. Enumerable.Range(0, 3).Select(c =>
    {
        Plane plane = Plane.Of(image, c);
        for (int i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = s_linear[(int)plane.Values[i]];
        return plane;
    })];

    /// <summary>X, Y and B less Y, each moved and scaled to lie within 0 to 1 for sRGB, as SSIMULACRA 2 takes them.</summary>
    public static Plane[] PositiveXyb(Plane[] linear)
    {
        ArgumentNullException.ThrowIfNull(linear);
        (int width, int height) = (linear[0].Width, linear[0].Height);
        float[] r = linear[0].Values, g = linear[1].Values, b = linear[2].Values;
        Plane x = new(width, height), y = new(width, height), blue = new(width, height);
        for (int i = 0; i < r.Length; i++)
        {
            float l = Root(0.30f * r[i] + 0.622f * g[i] + 0.078f * b[i]), m = Root(0.23f * r[i] + 0.692f * g[i] + 0.078f * b[i]);
            float s = Root(0.24342268924547819f * r[i] + 0.20476744424496821f * g[i] + 0.55180986650955360f * b[i]);
            float luma = (l + m) / 2;
            x.Values[i] = (l - m) / 2 * 14 + 0.42f;
            y.Values[i] = luma + 0.01f;
            blue.Values[i] = s - luma + 0.55f;
        }

        return [x, y, blue];
    }

    private static float Root(float absorbance) => MathF.Cbrt(Math.Max(0, absorbance + (float)Bias)) - s_biasRoot;
}
