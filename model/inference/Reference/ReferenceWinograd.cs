using VaeCodec.Inference.Convolution;
using VaeCodec.Networks.Layers;

namespace VaeCodec.Inference.Reference;

/// <summary>The definition of a 3x3 convolution as F(2x2, 3x3) (Lavin and Gray 2016, arXiv:1509.09308, section 4.1). Tiles of 2x2 outputs
/// begin at even rows and columns; a tile sees 4x4 inputs d, those outside the grid are zero. V = B^T d B, first along the columns, then
/// along the rows: (d0 - d2, d1 + d2, d2 - d1, d1 - d3). M[i, j] = V[i, j] U[i, j] is one chain of fused multiply-adds over the channels;
/// it begins with the bias where i = j = 1, else with zero. The outputs are A^T M A, first along the columns, then along the rows: ((m0 +
/// m1) + m2, (m1 - m2) - m3).</summary>
internal static class ReferenceWinograd
{
    private const int Side = WinogradWeights.Side, Taps = 9;

    /// <summary>x [In, height, width] -> [Out, height, width].</summary>
    public static float[] Convolve(ConvolutionSpec spec, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> x,
        int height, int width)
    {
        var output = new float[spec.Out * height * width];
        var v = new float[spec.In * WinogradWeights.Count];
        float[] u = new float[WinogradWeights.Count], m = new float[WinogradWeights.Count];
        for (int top = 0; top < height; top += 2)
        {
            for (int left = 0; left < width; left += 2)
            {
                for (int c = 0; c < spec.In; c++)
                    Inputs(x.Slice(c * height * width, height * width), height, width, top, left, v.AsSpan(c * WinogradWeights.Count));
                for (int o = 0; o < spec.Out; o++)
                {
                    m.AsSpan().Clear();
                    m[WinogradWeights.WithBias] = bias[o];
                    for (int c = 0; c < spec.In; c++)
                    {
                        WinogradWeights.Transform(weights.Slice((o * spec.In + c) * Taps, Taps), u);
                        for (int i = 0; i < m.Length; i++)
                            m[i] = MathF.FusedMultiplyAdd(v[c * WinogradWeights.Count + i], u[i], m[i]);
                    }

                    Outputs(m, height, width, top, left, output.AsSpan(o * height * width, height * width));
                }
            }
        }

        return output;
    }

    private static void Inputs(ReadOnlySpan<float> x, int height, int width, int top, int left, Span<float> v)
    {
        var d = new float[Side, Side];
        for (int r = 0; r < Side; r++)
        {
            for (int s = 0; s < Side; s++)
            {
                int y = top - 1 + r, px = left - 1 + s;
                d[r, s] = y >= 0 && y < height && px >= 0 && px < width ? x[y * width + px] : 0f;
            }
        }

        var t = new float[Side, Side];
        for (int s = 0; s < Side; s++)
            (t[0, s], t[1, s], t[2, s], t[3, s]) = (d[0, s] - d[2, s], d[1, s] + d[2, s], d[2, s] - d[1, s], d[1, s] - d[3, s]);
        for (int r = 0; r < Side; r++)
            (v[4 * r], v[4 * r + 1], v[4 * r + 2], v[4 * r + 3]) = (t[r, 0] - t[r, 2], t[r, 1] + t[r, 2], t[r, 2] - t[r, 1],
                t[r, 1] - t[r, 3]);
    }

    private static void Outputs(float[] m, int height, int width, int top, int left, Span<float> output)
    {
        for (int dy = 0; dy < 2 && top + dy < height; dy++)
        {
            var row = new float[Side];
            for (int s = 0; s < Side; s++)
                row[s] = Output(m[s], m[4 + s], m[8 + s], m[12 + s], dy);
            for (int dx = 0; dx < 2 && left + dx < width; dx++)
                output[(top + dy) * width + left + dx] = Output(row[0], row[1], row[2], row[3], dx);
        }
    }

    private static float Output(float m0, float m1, float m2, float m3, int at) => at == 0 ? m0 + m1 + m2 : m1 - m2 - m3;
}
