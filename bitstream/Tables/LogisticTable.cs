namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// The logistic function 1 / (1 + e^-t) in integers: 2^24 times its value at multiples of 1/64 from -12 to 12, linear between them, 0 and
/// 2^24 outside. It never falls where its argument rises, which is all that a cumulative distribution needs.
/// </summary>
internal static class LogisticTable
{
    /// <summary>Fraction bits of the function's value.</summary>
    internal const int ValueBits = 24;

    /// <summary>Fraction bits of its argument.</summary>
    internal const int ArgumentBits = 14;

    private const int NodesPerUnit = 64;
    /// <summary>The function is 0 below -12 and 1 above 12.</summary>
    internal const int Reach = 12;

    private const int NodeBits = ArgumentBits - 6;

    /// <summary>The values at -12, -12 + 1/64, ..., 12.</summary>
    internal static readonly int[] Nodes = Build();

    /// <summary>2^24 / (1 + e^-t), t in units of 2^-14.</summary>
    internal static long At(long argument)
    {
        long offset = argument + (Reach << ArgumentBits);
        if (offset <= 0) return 0;
        if (offset >= 2 * Reach << ArgumentBits) return 1 << ValueBits;
        int node = (int)(offset >> NodeBits);
        int low = Nodes[node];
        return low + (((Nodes[node + 1] - low) * (offset & ((1 << NodeBits) - 1))) >> NodeBits);
    }

    // No value comes nearer than 1e-4 to a tie (a test says so), so that any exponential of ten digits gives these integers.
    private static int[] Build()
    {
        const int middle = Reach * NodesPerUnit;
        int[] nodes = new int[(2 * middle) + 1];
        nodes[middle] = 1 << (ValueBits - 1);
        for (int i = 1; i < middle; i++)
        {
            int value = (int)Math.Round(Exact(i));
            nodes[middle + i] = value;
            nodes[middle - i] = (1 << ValueBits) - value;
        }

        nodes[^1] = 1 << ValueBits;
        return nodes;
    }

    /// <summary>2^24 / (1 + e^(-i/64)), not rounded.</summary>
    internal static double Exact(int i) => (1 << ValueBits) / (1 + Math.Exp(-i / (double)NodesPerUnit));
}
