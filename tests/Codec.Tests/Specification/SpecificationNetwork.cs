namespace VaeCodec.Codec.Tests.Specification;

/// <summary>A tensor [channels, height, width].</summary>
internal sealed record Grid(int Channels, int Height, int Width)
{
    public float[] Values { get; init; } = new float[Channels * Height * Width];

    public float this[int c, int y, int x]
    {
        get => Values[(((c * Height) + y) * Width) + x];
        set => Values[(((c * Height) + y) * Width) + x] = value;
    }

    public Grid Map(Func<int, int, int, float> value)
    {
        var result = new Grid(Channels, Height, Width);
        for (int c = 0; c < Channels; c++)
        {
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                    result[c, y, x] = value(c, y, x);
            }
        }

        return result;
    }
}

/// <summary>FORMAT.md, "Arithmetic" and "Rate".</summary>
internal sealed class SpecificationNetwork
{
    private readonly SpecificationWeights _weights;
    private readonly float[] _embedding;

    public SpecificationNetwork(SpecificationWeights weights, byte[] beta)
    {
        _weights = weights;
        double low = Math.Round(64 * Math.Log2(weights.BetaRange[0])) / 64, high = Math.Round(64 * Math.Log2(weights.BetaRange[1])) / 64;
        double middle = Math.Round(16 * (low + high) / 2) / 16;
        double[] powers = new double[32];
        powers[0] = 1;
        for (int i = 1; i < 32; i++)
            powers[i] = powers[i - 1] * Math.Sqrt(Math.Sqrt(Math.Sqrt(Math.Sqrt(Math.Sqrt(2)))));
        int[] n = [.. beta.Select(b => (int)(b - (16 * (middle + 16))))];
        Steps = [.. n.Select(v => (float)(Math.ScaleB(1, (int)Math.Floor(v / 32.0)) * powers[((v % 32) + 32) % 32]))];
        Log2Steps = [.. n.Select(v => v / 32f)];
        Rates = [.. beta.Select(b => (float)((b / 16.0) - 16 - middle) * (float)(4 / (high - low)))];
        _embedding = Leaky(Dense("embed.2", Leaky(Dense("embed.0", Rates))));
    }

    /// <summary>e of every layer.</summary>
    public float[] Rates { get; }

    public float[] Steps { get; }

    public float[] Log2Steps { get; }

    public Grid Conv(string name, Grid x)
    {
        float[] weight = _weights[name + ".weight"], bias = _weights[name + ".bias"];
        int k = weight.Length / bias.Length / x.Channels == 9 ? 3 : 1;
        return new Grid(bias.Length, x.Height, x.Width).Map((o, y, px) =>
        {
            float sum = bias[o];
            for (int ky = 0; ky < k; ky++)
            {
                for (int kx = 0; kx < k; kx++)
                {
                    int fromY = y + ky - (k / 2), fromX = px + kx - (k / 2);
                    bool inside = fromY >= 0 && fromY < x.Height && fromX >= 0 && fromX < x.Width;
                    for (int c = 0; c < x.Channels; c++)
                        sum = MathF.FusedMultiplyAdd(inside ? x[c, fromY, fromX] : 0, weight[(((((o * x.Channels) + c) * k) + ky) * k) + kx], sum);
                }
            }

            return sum;
        });
    }

    public Grid Block(string name, Grid x)
    {
        Grid t = Conv(name + ".conv3", x);
        Grid u = Conv(name + ".conv1", t with { Values = Leaky(t.Values) });
        float[] film = Dense(name + ".film", _embedding);
        return u.Map((c, y, px) => MathF.FusedMultiplyAdd(u[c, y, px], film[c], x[c, y, px]));
    }

    public static Grid Shuffle(Grid x, int m)
        => new Grid(x.Channels / m / m, x.Height * m, x.Width * m).Map((c, y, px) => x[(c * m * m) + (y % m * m) + (px % m), y / m, px / m]);

    private float[] Dense(string name, float[] x)
    {
        float[] weight = _weights[name + ".weight"];
        return [.. _weights[name + ".bias"].Select((bias, o) =>
        {
            float sum = bias;
            for (int i = 0; i < x.Length; i++)
                sum = MathF.FusedMultiplyAdd(x[i], weight[(o * x.Length) + i], sum);
            return sum;
        })];
    }

    private static float[] Leaky(float[] values) => [.. values.Select(v => v >= 0.1f * v ? v : 0.1f * v)];
}
