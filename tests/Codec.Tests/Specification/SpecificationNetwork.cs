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
        _embedding = Leaky(_weights.Dense("embed.2", Leaky(_weights.Dense("embed.0", Rates))));
    }

    /// <summary>e of every layer.</summary>
    public float[] Rates { get; }

    public float[] Steps { get; }

    public float[] Log2Steps { get; }

    public Grid Conv(string name, Grid x, float[]? shift = null)
    {
        float[] weight = _weights[name + ".weight"], bias = _weights[name + ".bias"];
        if (shift is not null)
            bias = [.. bias.Select((b, o) => b + shift[o])];
        int k = weight.Length / bias.Length / x.Channels == 9 ? 3 : 1;
        if (k == 3 && _weights.Winograd)
            return Tiles(x, weight, bias);
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
                        sum = MathF.FusedMultiplyAdd(inside ? x[c, fromY, fromX] : 0,
                            weight[(((((o * x.Channels) + c) * k) + ky) * k) + kx], sum);
                }
            }

            return sum;
        });
    }

    /// <summary>F(2x2, 3x3).</summary>
    private static Grid Tiles(Grid x, float[] weight, float[] bias)
    {
        float[][,] u = [.. Enumerable.Range(0, bias.Length * x.Channels).Select(i =>
        {
            var g = new float[3, 3];
            Buffer.BlockCopy(weight, i * 9 * sizeof(float), g, 0, 9 * sizeof(float));
            return BothWays(g, v => [v[0], (v[0] + v[2] + v[1]) / 2, (v[0] + v[2] - v[1]) / 2, v[2]]);
        })];
        var result = new Grid(bias.Length, x.Height, x.Width);
        for (int top = 0; top < x.Height; top += 2)
        {
            for (int left = 0; left < x.Width; left += 2)
            {
                float[][,] v = [.. Enumerable.Range(0, x.Channels).Select(c =>
                {
                    var d = new float[4, 4];
                    for (int i = 0; i < 16; i++)
                    {
                        int y = top - 1 + (i / 4), px = left - 1 + (i % 4);
                        d[i / 4, i % 4] = y >= 0 && y < x.Height && px >= 0 && px < x.Width ? x[c, y, px] : 0;
                    }

                    return BothWays(d, t => [t[0] - t[2], t[1] + t[2], t[2] - t[1], t[1] - t[3]]);
                })];
                for (int o = 0; o < bias.Length; o++)
                {
                    var m = new float[4, 4];
                    m[1, 1] = bias[o];
                    for (int c = 0; c < x.Channels; c++)
                    {
                        for (int i = 0; i < 16; i++)
                            m[i / 4, i % 4] = MathF.FusedMultiplyAdd(v[c][i / 4, i % 4], u[(o * x.Channels) + c][i / 4, i % 4],
                                m[i / 4, i % 4]);
                    }

                    float[,] outputs = BothWays(m, t => [t[0] + t[1] + t[2], t[1] - t[2] - t[3]]);
                    for (int i = 0; i < 4; i++)
                    {
                        if (top + (i / 2) < x.Height && left + (i % 2) < x.Width)
                            result[o, top + (i / 2), left + (i % 2)] = outputs[i / 2, i % 2];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>A transform of every column, then of every row of that.</summary>
    private static float[,] BothWays(float[,] values, Func<float[], float[]> transform)
    {
        float[][] columns = [.. Enumerable.Range(0, values.GetLength(1))
            .Select(x => transform([.. Enumerable.Range(0, values.GetLength(0)).Select(y => values[y, x])]))];
        float[][] rows = [.. Enumerable.Range(0, columns[0].Length).Select(y => transform([.. columns.Select(column => column[y])]))];
        var result = new float[rows.Length, rows[0].Length];
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < rows[0].Length; x++)
                result[y, x] = rows[y][x];
        }

        return result;
    }

    public Grid Block(string name, Grid x)
    {
        float[] film = _weights.Dense(name + ".film", _embedding);
        Grid t = Conv(name + ".conv3", x, _weights.FilmShift ? film[x.Channels..] : null);
        Grid u = Conv(name + ".conv1", t with { Values = Leaky(t.Values) });
        return u.Map((c, y, px) => MathF.FusedMultiplyAdd(u[c, y, px], film[c], x[c, y, px]));
    }

    public static Grid Shuffle(Grid x, int m)
        => new Grid(x.Channels / m / m, x.Height * m, x.Width * m).Map((c, y, px) =>
            x[(c * m * m) + (y % m * m) + (px % m), y / m, px / m]);

    private static float[] Leaky(float[] values) => [.. values.Select(v => v >= 0.1f * v ? v : 0.1f * v)];
}
