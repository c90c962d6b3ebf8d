using System.Text.Json;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>ARCHIVE.md, "Latents" and "Image model", in the plainest way.</summary>
internal sealed class SpecificationImageModel
{
    private const int Bins = 4096;
    private static readonly int[] s_quantiles = [.. Enumerable.Range(0, 2 * Bins).Select(Quantile)];

    private readonly SpecificationWeights _weights;
    private readonly int _side, _last;
    private readonly int[] _sizes;
    private readonly bool _up;
    private readonly JsonElement[] _groups;
    private readonly float[][] _z;
    private float[] _encoded = [];

    public SpecificationImageModel(byte[] weights)
    {
        _weights = new(weights);
        _side = _weights.Spec.GetProperty("side").GetInt32();
        _up = _weights.Spec.TryGetProperty("inference", out JsonElement inference) && inference.GetString() == "up";
        _groups = _weights.Spec.TryGetProperty("groups", out JsonElement groups) ? [.. groups.EnumerateArray()] : [_weights.Spec];
        _sizes = [.. _groups.Select(group => group.GetProperty("latents").GetInt32())];
        _z = [.. _sizes.Select(n => new float[n])];
        _last = _groups.Length - 1;
    }

    /// <summary>Pops a picture.</summary>
    public byte[] Pop(SpecificationStack stack)
    {
        int[][] bins = [.. _sizes.Select(n => new int[n])];
        byte[] picture;
        if (_up)
        {
            PopGroup(stack, 0, bins[0]);
            for (int i = 0; i < _last; i++)
            {
                PopGroup(stack, i + 1, bins[i + 1]);
                Return(stack, i, bins[i]);
            }

            picture = Pixels(stack);
            Return(stack, _last, bins[_last]);
            return picture;
        }

        for (int i = 0; i <= _last; i++)
            PopGroup(stack, i, bins[i]);
        picture = Pixels(stack);
        for (int i = _last; i >= 0; i--)
            Return(stack, i, bins[i]);
        return picture;
    }

    private static int Quantile(int i)
    {
        int t = -12 << 14;
        for (int step = 1 << 19; step > 0; step /= 2)
            t = SpecificationExactPixels.Logistic(t + step) < (long)i << 11 ? t + step : t;
        return t + 1;
    }

    private void PopGroup(SpecificationStack stack, int group, int[] bins)
    {
        int n = _sizes[group];
        bool isRaw = !Has("prior", group);
        foreach (int i in isRaw ? Enumerable.Range(0, n).Reverse() : Enumerable.Range(0, n))
        {
            if (isRaw)
            {
                bins[i] = stack.Pop(b => (long)b << 4, Bins);
            }
            else
            {
                float[] prior = Prior(group, i);
                bins[i] = stack.Pop(b => b is 0 or Bins ? (long)b << 12 : b + (Below(prior, i, b) * ((1 << 24) - 4096) >> 24), Bins, 24);
            }

            _z[group][i] = s_quantiles[(2 * bins[i]) + 1] / 16384f;
        }
    }

    private void Return(SpecificationStack stack, int group, int[] bins)
    {
        float[] posterior = Posterior(group);
        for (int i = _sizes[group] - 1; i >= 0; i--)
            stack.Push(Start(i, bins[i]), Start(i, bins[i] + 1) - Start(i, bins[i]));

        long Start(int latent, int b) => b is 0 or Bins ? (long)b << 4 : Below(posterior, latent, b) >> 8;
    }

    private static long Below(float[] belief, int latent, int bin)
    {
        long mean = (long)MathF.Round(Math.Clamp(belief[latent] * 16384, -131072, 131072), MidpointRounding.ToEven);
        int scale = (int)MathF.Round(8 * Math.Clamp(belief[(belief.Length / 2) + latent] + 8, 0, 10), MidpointRounding.ToEven);
        return SpecificationExactPixels.Logistic((s_quantiles[2 * bin] - mean) * (SpecificationExactPixels.Power(scale) >> 36) >> 16);
    }

    private float[] Posterior(int group)
    {
        float[] input = !_up ? [.. _encoded, .. _z[..group].SelectMany(z => z)] : group == _last ? _encoded : _z[group + 1];
        float[] q = Has("posterior", group) ? Layers($"posterior.{group}", _groups[group].GetProperty("posterior"),
            new(input.Length, 1, 1) { Values = input }).Values : input;
        return _groups[group].TryGetProperty("ladder", out JsonElement ladder) && ladder.GetBoolean() ? Ladder(q, Prior(group, 0)) : q;
    }

    private float[] Prior(int group, int known)
    {
        if (!Has("prior", group))
            return new float[2 * _sizes[group]];
        float[] input = !_up ? [.. _z[..group].SelectMany(z => z)] : group == 0 ? [] : _z[group - 1];
        if (_groups[group].TryGetProperty("autoregressive", out JsonElement autoregressive) && autoregressive.GetBoolean())
            input = [.. input, .. _z[group].Select((z, j) => j < known ? z : 0)];
        return Layers($"prior.{group}", _groups[group].GetProperty("prior"), new(input.Length, 1, 1) { Values = input }).Values;
    }

    private static float[] Ladder(float[] q, float[] p)
    {
        int count = q.Length / 2;
        float[] c = [.. "3F800000 3F317218 3E75FDF0 3D635847 3C1D955B 3AAEC3FF 39218489 377FE5FE".Split(' ').Select(Single)];
        float[] d = [.. "4038AA3B 3F76384F 3F13BB63 3ED30BB1 3EA4258A".Split(' ').Select(Single)];
        float[] result = new float[q.Length];
        for (int i = 0; i < count; i++)
        {
            (float m, float n, float s, float t) = (Math.Clamp(q[i], -8, 8), Math.Clamp(p[i], -8, 8), Math.Clamp(q[count + i], -8, 2),
                Math.Clamp(p[count + i], -8, 2));
            float v = 2 * (s - t), k = MathF.Round(v, MidpointRounding.ToEven), b = 1 + (Horner(c, v - k) * MathF.ScaleB(1, (int)k));
            result[i] = MathF.FusedMultiplyAdd(1 / b, m - n, n);
            int e = MathF.ILogB(b);
            float mantissa = MathF.ScaleB(b, -e);
            if (mantissa > Single("3FB504F3"))
                (mantissa, e) = (mantissa / 2, e + 1);
            float h = (mantissa - 1) / (mantissa + 1);
            result[count + i] = MathF.FusedMultiplyAdd(-0.5f, MathF.FusedMultiplyAdd(h, Horner(d, h * h), e), s);
        }

        return result;

        static float Single(string bits) => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(bits, 16));

        static float Horner(float[] coefficients, float x) => coefficients[..^1].Reverse()
            .Aggregate(coefficients[^1], (sum, coefficient) => MathF.FusedMultiplyAdd(sum, x, coefficient));
    }

    /// <summary>Pops the pixels, in the order of a band, and runs the encoder on them.</summary>
    private byte[] Pixels(SpecificationStack stack)
    {
        JsonElement spec = _weights.Spec.GetProperty("pixels");
        float[] all = [.. _z.SelectMany(z => z)], input = all[^_weights.Spec.GetProperty("decoder")[0][0].GetInt32()..];
        Grid y = Layers("decoder", _weights.Spec.GetProperty("decoder"), new(input.Length, 1, 1) { Values = input });
        var x = new Grid(1, _side, _side);
        int k = spec.GetProperty("window").GetInt32() / 2, q = spec.GetProperty("base_window").GetInt32() / 2;
        for (int t = 0; t <= _side - 1 + ((k + 1) * (_side - 1)); t++)
        {
            for (int row = 0; row < _side; row++)
            {
                int column = t - ((k + 1) * row);
                if (column >= 0 && column < _side)
                    x[0, row, column] = (Pixel(stack, spec, Window(x, y, row, column, k, q)) - 128) / 32f;
            }
        }

        _encoded = Layers("encoder", _weights.Spec.GetProperty("encoder"), x).Values;
        return [.. x.Values.Select(v => (byte)((32 * v) + 128))];
    }

    private float[] Window(Grid x, Grid y, int row, int column, int k, int q)
    {
        var window = new List<float>();
        for (int dy = -k; dy <= 0; dy++)
        {
            for (int dx = -k; dx <= k && (dy < 0 || dx < 0); dx++)
                window.AddRange(Enumerable.Repeat(Inside(row + dy, column + dx) ? x[0, row + dy, column + dx] : -4, 3));
        }

        for (int dy = -q; dy <= q; dy++)
        {
            for (int dx = -q; dx <= q; dx++)
                window.AddRange(Enumerable.Range(0, 3).Select(c => Inside(row + dy, column + dx) ? y[c, row + dy, column + dx] : 0));
        }

        return [.. window];
    }

    private int Pixel(SpecificationStack stack, JsonElement spec, float[] window)
    {
        float[] line = _weights.Dense("linear", window), hidden = SpecificationExactPixels.Leaky(_weights.Dense("first", window));
        for (int i = 0; i < spec.GetProperty("deep").GetInt32(); i++)
            hidden = SpecificationExactPixels.Leaky(_weights.Dense($"deep.{i}", hidden));
        float[] p = _weights.Dense("out.0", [.. SpecificationExactPixels.Leaky(_weights.Dense("head.0", [.. hidden, .. line])), .. line]);
        if (spec.TryGetProperty("values", out JsonElement values) && values.GetInt32() == 2)
        {
            long t = (long)MathF.Round(Math.Clamp(p[0] * 16384, -163840, 163840), MidpointRounding.ToEven),
                f = Math.Clamp(SpecificationExactPixels.Logistic(t) >> 8, 1, 65535);
            return 255 * stack.Pop(v => v switch { 0 => 0, 1 => 65536 - f, _ => 65536 }, 2);
        }

        int[] starts = SpecificationExactPixels.Starts(p, spec.GetProperty("components").GetInt32());
        return stack.Pop(v => starts[v], 256);
    }

    private bool Inside(int row, int column) => row >= 0 && column >= 0 && row < _side && column < _side;

    private bool Has(string part, int group) => _groups[group].TryGetProperty(part, out JsonElement layers) && layers.GetArrayLength() > 0;

    /// <summary>Layers of a list, leaky after each but the last.</summary>
    private Grid Layers(string name, JsonElement layers, Grid x)
    {
        for (int i = 0; i < layers.GetArrayLength(); i++)
        {
            x = SpecificationNetwork.Shuffle(Layer($"{name}.{i}", layers[i], x), layers[i][4].GetInt32());
            if (i < layers.GetArrayLength() - 1)
                x = x with { Values = SpecificationExactPixels.Leaky(x.Values) };
        }

        return x;
    }

    private Grid Layer(string name, JsonElement sizes, Grid x)
    {
        float[] weight = _weights[name + ".weight"], bias = _weights[name + ".bias"];
        int k = sizes[2].GetInt32(), stride = sizes[3].GetInt32(), pad = stride == 1 ? k / 2 : 0;
        return new Grid(bias.Length, x.Height / stride, x.Width / stride).Map((o, row, column) =>
        {
            float sum = bias[o];
            for (int ky = 0; ky < k; ky++)
            {
                for (int kx = 0; kx < k; kx++)
                {
                    int fromY = (row * stride) + ky - pad, fromX = (column * stride) + kx - pad;
                    bool inside = fromY >= 0 && fromX >= 0 && fromY < x.Height && fromX < x.Width;
                    for (int c = 0; c < x.Channels; c++)
                        sum = MathF.FusedMultiplyAdd(inside ? x[c, fromY, fromX] : 0,
                            weight[(((((o * x.Channels) + c) * k) + ky) * k) + kx], sum);
                }
            }

            return sum;
        });
    }
}
