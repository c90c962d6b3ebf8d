namespace VaeCodec.Inference;

/// <summary>Kernels of F(2x2, 3x3): U = G g G^T with G = [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1] (Lavin and Gray 2016, arXiv:1509.09308, section 4.1), first along the
/// columns of g, then along its rows, each value ((a + c) +- b) / 2 in single precision.</summary>
internal static class WinogradWeights
{
    /// <summary>Side of a transformed kernel and of a tile's inputs.</summary>
    public const int Side = 4;

    /// <summary>Values of a transformed kernel.</summary>
    public const int Count = Side * Side;

    /// <summary>Outputs of a tile.</summary>
    public const int Outputs = 4;

    /// <summary>The sum that all four outputs of a tile add once: it begins with the bias.</summary>
    public const int WithBias = Side + 1;

    private const int Kernel = 3;

    /// <summary>g [3, 3] -> U [4, 4].</summary>
    public static void Transform(ReadOnlySpan<float> kernel, Span<float> transformed)
    {
        Span<float> half = stackalloc float[Side * Kernel];
        for (int x = 0; x < Kernel; x++)
            Transform(kernel[x..], half[x..], Kernel);
        for (int y = 0; y < Side; y++)
            Transform(half[(y * Kernel)..], transformed[(y * Side)..], 1);
    }

    /// <summary>g [ky, kx] out of U, but for rounding.</summary>
    public static float Inverse(ReadOnlySpan<float> transformed, int ky, int kx)
    {
        Span<float> row = stackalloc float[Side];
        for (int x = 0; x < Side; x++)
            row[x] = Weight(transformed[x..], Side, ky);
        return Weight(row, 1, kx);
    }

    private static void Transform(ReadOnlySpan<float> g, Span<float> u, int step)
    {
        float a = g[0], b = g[step], c = g[2 * step], outer = a + c;
        u[0] = a;
        u[step] = 0.5f * (outer + b);
        u[2 * step] = 0.5f * (outer - b);
        u[3 * step] = c;
    }

    private static float Weight(ReadOnlySpan<float> u, int step, int k) => k switch
    {
        0 => u[0],
        1 => u[step] - u[2 * step],
        _ => u[3 * step],
    };
}
