using System.Text.Json;

namespace VaeCodec.Codec.Tests.Specification;

/// <summary>FORMAT.md, "Exact pixels" and "Texture", pixel by pixel: every network is evaluated anew, every frequency in doubles or 128-bit
/// integers.</summary>
internal sealed class SpecificationExactPixels
{
    private static readonly double[] s_powers = [.. Enumerable.Range(0, 8).Select(j => Math.Pow(2, -j / 8.0))];
    private readonly SpecificationWeights _weights;
    private readonly JsonElement _spec;
    private readonly float _rate;
    private readonly int _width, _height, _channels;
    private readonly byte[] _lossy, _exact;

    /// <summary>A picture of gray or colour, without alpha.</summary>
    public SpecificationExactPixels(byte[] pixelWeights, IReadOnlyList<float> e, byte[] lossy, int width, int height)
    {
        (_weights, _lossy, _exact, _width, _height, _channels) = (new(pixelWeights), lossy, new byte[lossy.Length], width, height,
            lossy.Length / width / height);
        _spec = _weights.Spec;
        float sum = 0;
        foreach (float value in e)
            sum += value;
        _rate = sum / e.Count;
    }

    /// <summary>The exact pixels of a chunk's bands.</summary>
    public byte[] Decode(IReadOnlyList<byte[]> streams)
    {
        for (int i = 0; i < streams.Count; i++)
        {
            var stream = new SpecificationLatents(streams[i]);
            int lane = 0;
            Band(i * _height / streams.Count, (i + 1) * _height / streams.Count,
                (h, x, c, top) => stream.Value(Mixture(h, x, c, top), lane++ % 2));
            if (!stream.IsFinished)
                throw new InvalidDataException("a stream of pixels does not end as it must");
        }

        return _exact;
    }

    /// <summary>The picture with the texture of a chunk.</summary>
    public byte[] Draw(int temperature, int bands, uint seed)
    {
        for (int i = 0; i < bands; i++)
            Band(i * _height / bands, (i + 1) * _height / bands, (h, x, c, top) => Sample(h, x, c, top, temperature, seed));
        return [.. _exact.Select((value, i) =>
        {
            int[] area = [.. Around(i / _channels / _width, i / _channels % _width, 4)];
            int c = i % _channels, sum = area.Sum(at => _exact[at * _channels + c] - _lossy[at * _channels + c]);
            return (byte)Math.Clamp(value - (int)Math.Floor((2 * sum + area.Length) / (2.0 * area.Length)), 0, 255);
        })];
    }

    private byte Sample(int h, int x, int c, int top, int temperature, uint seed)
    {
        UInt128 z = seed + (UInt128)(((long)h * _width + x) * _channels + c + 1) * 0x9E3779B97F4A7C15 & ulong.MaxValue;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & ulong.MaxValue;
        z = (z ^ z >> 27) * 0x94D049BB133111EB & ulong.MaxValue;
        int slot = 768 + (int)(((z ^ z >> 31) >> 32) * 64000 >> 32),
            v = Array.FindLastIndex(Mixture(h, x, c, top, temperature), start => start <= slot);
        int[] area = [.. Around(h, x, 2)];
        int most = Math.Min(16, Enumerable.Range(0, _channels).Max(k =>
            area.Max(at => _lossy[at * _channels + k]) - area.Min(at => _lossy[at * _channels + k])));
        int first = (h * _width + x) * _channels, difference = v - _lossy[first + c];
        int centre = c == 0 ? 0 : _exact[first] - _lossy[first], reach = c == 0 ? most : (most + 7) / 8;
        return (byte)Math.Clamp(_lossy[first + c] + Math.Clamp(difference, centre - reach, centre + reach), 0, 255);
    }

    private IEnumerable<int> Around(int h, int x, int radius)
        => from row in Enumerable.Range(h - radius, 2 * radius + 1)
           from column in Enumerable.Range(x - radius, 2 * radius + 1)
           where row >= 0 && row < _height && column >= 0 && column < _width
           select row * _width + column;

    private void Band(int from, int to, Func<int, int, int, int, byte> next)
    {
        int slope = Size("window") / 2 + 1;
        for (int t = 0; t <= _width - 1 + slope * (to - from - 1); t++)
        {
            for (int c = 0; c < _channels; c++)
            {
                for (int h = from; h < to; h++)
                {
                    int x = t - slope * (h - from);
                    if (x >= 0 && x < _width)
                        _exact[(h * _width + x) * _channels + c] = next(h, x, c, from);
                }
            }
        }
    }

    /// <summary>start(v) of v = 0 to 256.</summary>
    private int[] Mixture(int row, int column, int channel, int top, int temperature = 32)
    {
        int k = Size("window") / 2, q = Size("base_window") / 2, n = Size("components");
        var s = new List<float>();
        for (int y = -k; y <= 0; y++)
        {
            for (int x = -k; x <= k && (y < 0 || x < 0); x++)
                s.AddRange(Enumerable.Range(0, 3).Select(c => Value(Inside(row + y, column + x, top) ? _exact : _lossy, row + y, column + x,
                    c)));
        }

        for (int y = -q; y <= q; y++)
        {
            for (int x = -q; x <= q; x++)
                s.AddRange(Enumerable.Range(0, 3).Select(c => Value(_lossy, row + y, column + x, c)));
        }

        float[] line = Dense("linear", [.. s], true), hidden = Leaky(Dense("first", [.. s], true));
        for (int i = 0; i < Size("deep"); i++)
            hidden = Leaky(Dense($"deep.{i}", hidden));
        float[] d = [.. Enumerable.Range(0, channel).Select(c => Value(_exact, row, column, c) - line[c])];
        float[] p = Dense($"out.{channel}", [.. Leaky(Dense($"head.{channel}", [.. hidden, .. line, .. d])), .. line, .. d]);

        return Starts(p, n, temperature);
    }

    /// <summary>start(v) of v = 0 to 256, by a mixture's n logits, means and scales.</summary>
    internal static int[] Starts(float[] p, int n, int temperature = 32)
    {
        float highest = p[..n].Max();
        long[] a = [.. p[..n].Select(logit => Math.Min(120, (long)Round(8, highest - logit, 0, 15) * (Power(temperature) >> 24) >> 32))];
        long[] m = [.. p[n..(2 * n)].Select(mean => (long)MathF.Round(Math.Clamp(MathF.FusedMultiplyAdd(mean, 2048, 8192), -4096, 20480),
            MidpointRounding.ToEven))];
        long[] g = [.. p[(2 * n)..].Select(scale => Power(Math.Clamp((int)Round(8, scale + 4, 0, 10) + temperature - 32, 0, 80)) >> 36)];
        long[] w = [.. a.Select(i => Power((int)i) >> 30)];
        long[] share = [.. w.Select(v => (long)((Int128)65280 * 65536 * v / w.Sum()))];
        return [.. Enumerable.Range(0, 257).Select(v => v is 0 or 256 ? v * 256
            : v + (int)(Enumerable.Range(0, n).Sum(i => share[i] * Logistic((64 * v - 32 - m[i]) * g[i] >> 12)) >> 40))];
    }

    private bool Inside(int row, int column, int top) => row >= top && column >= 0 && column < _width;

    private float Value(byte[] pixels, int row, int column, int channel)
    {
        int at = Math.Clamp(row, 0, _height - 1) * _width + Math.Clamp(column, 0, _width - 1);
        return (pixels[at * _channels + channel % _channels] - 128) / 32f;
    }

    private float[] Dense(string name, float[] x, bool rated = false)
    {
        float[] weight = _weights[name + ".weight"], bias = _weights[name + ".bias"];
        return [.. bias.Select((b, o) =>
        {
            float sum = rated ? MathF.FusedMultiplyAdd(_rate, _weights[name + "_rate"][o], b) : b;
            for (int i = 0; i < x.Length; i++)
                sum = MathF.FusedMultiplyAdd(x[i], weight[o * x.Length + i], sum);
            return sum;
        })];
    }

    internal static float[] Leaky(float[] values) => [.. values.Select(v => v >= 0.1f * v ? v : 0.1f * v)];

    private static float Round(float times, float value, float low, float high) =>
        MathF.Round(times * Math.Clamp(value, low, high), MidpointRounding.ToEven);

    /// <summary>2^(60 - i/8) rounded down; a double's 53 bits are more than the 30 and 24 that are used.</summary>
    internal static long Power(int i) => (long)(s_powers[i % 8] * (1L << 60)) >> (i / 8);

    internal static long Logistic(long t)
    {
        long o = t + 12 * 16384;
        return o <= 0 ? 0 : o >= 24 * 16384 ? 1 << 24 : Node((int)(o >> 8))
            + ((Node((int)(o >> 8) + 1) - Node((int)(o >> 8))) * (o % 256) >> 8);
    }

    private static long Node(int i) => i switch
    {
        0 => 0,
        1536 => 1 << 24,
        _ => (long)Math.Round((1 << 24) / (1 + Math.Exp((768 - i) / 64.0))),
    };

    private int Size(string name) => _spec.GetProperty(name).GetInt32();
}
