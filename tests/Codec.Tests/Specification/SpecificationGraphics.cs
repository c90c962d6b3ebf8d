namespace VaeCodec.Codec.Tests.Specification;

/// <summary>FORMAT.md, "Graphics", decision by decision: no speed, one class for its state.</summary>
internal sealed class SpecificationGraphics
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private static readonly int[] s_p = [.. Enumerable.Range(-3071, 6143)
        .Select(t => (int)Math.Clamp(SpecificationExactPixels.Logistic(64L * t) >> 8, 1, 65535))];
    private static readonly int[] s_s = [.. Enumerable.Range(0, 65536)
        .Select(q => Math.Max(0, Array.FindLastIndex(s_p, p => p <= q)) - 3071)];

    private readonly byte[] _stream;
    private readonly int _width, _height, _channels;
    private readonly uint[][] _picture;
    private readonly Mixer _flat = new(6, 1023), _candidates = new(40, 127), _byChannel = new(48, 127);
    private readonly Dictionary<ulong, (uint First, uint Second, uint Check, int Count)>[] _followers = [[], [], []];
    private readonly int _followerBits, _candidateBits, _channelBits;
    private int _at = 1;
    private long _decisions;
    private ulong _x = 1UL << 32;
    private int _length, _flatHistory, _broken, _history;

    private readonly Func<int, int, bool> _isCoded;

    private SpecificationGraphics(byte[] stream, int width, int height, int channels, Func<int, int, bool> isCoded)
    {
        _isCoded = isCoded;
        (_stream, _width, _height, _channels) = (stream, width, height, channels);
        _picture = [.. Enumerable.Range(0, height).Select(_ => new uint[width])];
        int bits = (int)Math.Log2(Enumerable.Range(0, width * height).Count(i => isCoded(i % width, i / width)));
        (_followerBits, _candidateBits, _channelBits) = (Math.Clamp(bits, 10, 20), Math.Clamp(bits, 12, 20), Math.Clamp(bits + 2, 14, 22));
    }

    /// <summary>The interleaved pixels of a stream.</summary>
    public static byte[] Decode(byte[] stream, int width, int height, int channels)
        => stream[0] == 0 ? stream[1..] : new SpecificationGraphics(stream, width, height, channels, (_, _) => true).Pixels();

    /// <summary>The same of exact areas; 0 outside.</summary>
    public static byte[] DecodeAreas(byte[] stream, int width, int height, int channels, Func<int, int, bool> isExact)
        => new SpecificationGraphics(stream, width, height, channels, isExact).Pixels();

    private byte[] Pixels()
    {
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                if (!_isCoded(x, y))
                    continue;
                uint[] around = [.. new (int, int)[] { (-1, 0), (-2, 0), (-3, 0), (-1, -1), (0, -1), (1, -1), (-2, -1), (2, -1), (0, -2),
                    (-1, -2), (1, -2), (2, -2), (-2, -2) }.Select(d => At(x + d.Item1, y + d.Item2, y))];
                if (around.Distinct().Count() > 1)
                    _picture[y][x] = Candidate(around, x, y);
                else
                    x += Flat(around[0], x, y);
            }
        }

        if (_x != 1UL << 32 || _at != _stream.Length)
            throw new InvalidDataException("the decisions do not end as they must");
        return [.. _picture.SelectMany(row => row)
            .SelectMany(colour => Enumerable.Range(0, _channels).Select(c => (byte)(colour >> (8 * c))))];
    }

    private uint At(int x, int y, int current)
        => y < 0 ? 0 : y == current && x < 0 ? At(0, y - 1, current) : _picture[y][Math.Clamp(x, 0, _width - 1)];

    /// <summary>Gives how many pixels were done beyond the one at x.</summary>
    private int Flat(uint colour, int x, int y)
    {
        if (_broken == 0 && x + 16 <= _width && Enumerable.Range(x, 16).All(column => _isCoded(column, y))
            && Enumerable.Range(x - 2, 20).All(column => At(column, y - 1, y) == colour && At(column, y - 2, y) == colour))
        {
            if (FlatDecision(colour, 1))
            {
                Array.Fill(_picture[y], colour, x, 16);
                return 15;
            }

            _broken = 16;
        }

        int kind = _broken > 0 ? 2 : 0;
        _broken = Math.Max(0, _broken - 1);
        _picture[y][x] = FlatDecision(colour, kind) ? colour : ByChannels(x, y);
        return 0;
    }

    private bool FlatDecision(uint colour, int kind)
    {
        int l = (int)Math.Log2(_length + 1);
        ulong sum = Sum((colour, 1), ((uint)kind, 14));
        bool same = Decide(_flat, [4096 * kind + 256 * l + _flatHistory, Place(sum, 14), Place(sum + Sum(((uint)l, 2)), 14)],
            8 * kind + Math.Min(l, 7), 24 + kind);
        _flatHistory = (_flatHistory * 2 + (same ? 0 : 1)) % 256;
        _length = same ? Math.Min(_length + 1, 32767) : 0;
        return same;
    }

    private uint Candidate(uint[] around, int x, int y)
    {
        (uint w, uint ww, uint nw, uint n, uint ne) = (around[0], around[1], around[3], around[4], around[5]);
        (uint nww, uint nee, uint nn) = (around[6], around[7], around[8]);
        ulong s2 = Sum((w, 1), (n, 2)), s6 = s2 + Sum((nw, 3), (ne, 4), (ww, 5), (nn, 6));
        ulong s12 = s6 + Sum((around[2], 7), (nww, 8), (nee, 9), (around[9], 10), (around[10], 11), (around[11], 12));
        ulong[] sums = [s12, s6, s2];
        var found = sums.Select((sum, i) => _followers[i].GetValueOrDefault(Mix(sum) >> (64 - _followerBits))).ToArray();
        int[] counts = [.. found.Select((entry, i) => entry.Check == (uint)(Mix(sums[i]) >> 16) % 65536 ? entry.Count : 0)];
        int[] f = [.. counts.Select(count => count < 4 ? count : count < 16 ? 4 : 5)];
        var known = found.Where((_, i) => counts[i] > 0).ToArray();
        uint[] list = [.. known.Select(entry => entry.First).Concat([w, n, nw, ne]).Concat(known.Select(entry => entry.Second))
            .Concat([nn, ww, nee]).Distinct()];
        uint colour = Choose();
        for (int i = 0; i < 3; i++)
        {
            _followers[i][Mix(sums[i]) >> (64 - _followerBits)] = counts[i] == 0
                ? (colour, colour, (uint)(Mix(sums[i]) >> 16) % 65536, 1)
                : found[i].First != colour ? (colour, found[i].First, found[i].Check, 1)
                : found[i] with { Count = Math.Min(255, found[i].Count + 1) };
        }

        return colour;

        uint Choose()
        {
            bool first = IsIt(0, list[0]);
            _history = (_history * 2 + (first ? 0 : 1)) % 256;
            if (first)
                return list[0];
            if (list.Length == 1 || !IsIt(1, list[0]))
                return ByChannels(x, y);
            for (int r = 1; r < list.Length - 1; r++)
            {
                if (IsIt(r + 1, list[r]))
                    return list[r];
            }

            return list[^1];
        }

        bool IsIt(int k, uint c)
        {
            int a = Flags(c == w, c == n, c == nw, c == ne);
            int e = a + 16 * Flags([.. Enumerable.Range(0, 3).Select(i => counts[i] > 0 && found[i].First == c)]);
            int q = Flags(w == n, w == nw, n == nw, n == ne, w == ww, n == nn, ne == nee, nw == nww);
            ulong own = Sum((c, 13), ((uint)k, 14));
            ulong[] contexts = [(ulong)(e + 256 * f[1] + 2048 * f[2] + 16384 * k), (ulong)(q + 256 * a + 16384 * k),
                (ulong)(_history + 256 * f[0] + 16384 * k), s2 + own, s12 + own, Sum((n, 2), (ne, 4)) + own];
            return Decide(_candidates, [.. contexts.Select(sum => Place(sum, _candidateBits))], 6 * k + f[1], 78 + 16 * k + a);
        }
    }

    private uint ByChannels(int x, int y)
    {
        uint known = 0;
        int[] order = _channels < 3 ? [.. Enumerable.Range(0, _channels)] : [1, 0, 2, .. Enumerable.Range(3, _channels - 3)];
        for (int o = 0; o < order.Length; o++)
        {
            int c = order[o], g = (int)(known >> 8) % 256;
            (int w, int n, int nw, int ne, int ww, int nn) =
                (Of(c, -1, 0), Of(c, 0, -1), Of(c, -1, -1), Of(c, 1, -1), Of(c, -2, 0), Of(c, 0, -2));
            int a = Math.Abs(w - nw) + Math.Abs(n - nw) + Math.Abs(n - ne) + Math.Abs(w - ww) + Math.Abs(n - nn);
            int v = Math.Min(7, (int)Math.Log2(a + 1));
            int[] predictions = _channels < 3 || o == 0
                ? [Med(w, n, nw), w, n, (w + n + 1) >> 1]
                : [Math.Clamp(g + Med(w - Of(1, -1, 0), n - Of(1, 0, -1), nw - Of(1, -1, -1)), 0, 255), Med(w, n, nw),
                    Math.Clamp(n + g - Of(1, 0, -1), 0, 255), g];
            ulong own = Sum((known, 13), ((uint)o, 14));
            ulong[] contexts = [own, own + Sum((At(x - 1, y, y), 1)), own + Sum((At(x, y - 1, y), 2)),
                Sum(((uint)w, 3), ((uint)n, 4), ((uint)o, 14))];
            int m = 1, half = 1;
            for (int z = 7; z >= 0; z--)
            {
                half = z == 3 ? m : half;
                int number = z > 3 ? m : (1 << (3 - z)) + m % (1 << (3 - z));
                var cells = predictions.Select(prediction => ((o * 8 + z) * 8 + v) * 100 + 50 + Coarse((2 * m + 1 << z) - 256 - prediction))
                    .Concat(contexts.Select(sum => Place(sum + Sum(((uint)half, 12)), _channelBits) / 16 * 16 + number));
                m = 2 * m + (Decide(_byChannel, [.. cells], 8 * o + z, 8 * (o + _channels) + v) ? 1 : 0);
            }

            known |= (uint)(m - 256) << (8 * c);
        }

        return known;

        int Of(int c, int dx, int dy) => (int)(At(x + dx, y + dy, y) >> (8 * c)) & 255;
    }

    private static int Med(int i, int j, int k) => k >= Math.Max(i, j) ? Math.Min(i, j) : k <= Math.Min(i, j) ? Math.Max(i, j) : i + j - k;

    private static int Coarse(int u) => Math.Sign(u) * (Math.Abs(u) switch
    {
        < 16 => Math.Abs(u),
        < 32 => 8 + (Math.Abs(u) >> 1),
        < 64 => 16 + (Math.Abs(u) >> 2),
        _ => 28 + (Math.Abs(u) >> 4),
    });

    private static int Flags(params bool[] flags) => flags.Select((flag, i) => flag ? 1 << i : 0).Sum();

    private static ulong Sum(params (uint Value, int Power)[] terms)
    {
        ulong sum = 0;
        foreach ((uint value, int power) in terms)
        {
            ulong m = 1;
            for (int i = 0; i < power; i++) m *= Multiplier;
            sum += value * m;
        }

        return sum;
    }

    private static ulong Mix(ulong sum) => (sum ^ (sum >> 29)) * Multiplier;

    private static int Place(ulong sum, int bits) => (int)(Mix(sum) >> (64 - bits));

    private bool Decide(Mixer mixer, int[] cells, int first, int second)
    {
        if (_decisions++ % (1 << 20) == 0)
        {
            if (_x != 1UL << 32)
                throw new InvalidDataException("a segment does not end as it must");
            _x = BitConverter.ToUInt64(_stream, _at);
            _at += 8;
        }

        ulong p = (ulong)mixer.Probability(cells, first, second), slot = _x % 65536;
        bool bit = slot < p;
        _x = bit ? p * (_x >> 16) + slot : (65536 - p) * (_x >> 16) + slot - p;
        if (_x < 1UL << 32)
        {
            _x = (_x << 32) + BitConverter.ToUInt32(_stream, _at);
            _at += 4;
        }

        mixer.Learn(bit);
        return bit;
    }

    /// <summary>"Mixing", with tables and sets that grow as they are needed.</summary>
    private sealed class Mixer(int rate, int limit)
    {
        private readonly Dictionary<(int Input, int Cell), (int P, int Count)> _bits = [];
        private readonly Dictionary<int, int[]> _sets = [];
        private int[] _cells = [], _t = [];
        private (int[] Weights, int Sum)[] _used = [];

        public int Probability(int[] cells, int first, int second)
        {
            _cells = cells;
            _t = [.. cells.Select((cell, i) => s_s[_bits.GetValueOrDefault((i, cell), (1 << 21, 0)).Item1 >> 6])];
            _used = [.. new[] { first, second }.Select(set =>
            {
                if (!_sets.TryGetValue(set, out int[]? weights))
                    _sets[set] = weights = [.. Enumerable.Repeat(20000, cells.Length)];
                return (weights, Math.Clamp(_t.Zip(weights, (t, w) => t * w >> 8).Sum() >> 8, -3071, 3071));
            })];
            return s_p[((_used[0].Sum + _used[1].Sum) >> 1) + 3071];
        }

        public void Learn(bool bit)
        {
            foreach ((int[] weights, int sum) in _used)
            {
                int g = ((bit ? 65535 : 0) - s_p[sum + 3071]) * rate >> 4;
                for (int i = 0; i < weights.Length; i++)
                    weights[i] = Math.Clamp(weights[i] + (_t[i] * g + 32768 >> 16), -524287, 524287);
            }

            for (int i = 0; i < _cells.Length; i++)
            {
                (int p, int count) = _bits.GetValueOrDefault((i, _cells[i]), (1 << 21, 0));
                p += (int)((long)((bit ? (1 << 22) - 1 : 0) - p) * ((1 << 17) / (2 * count + 3)) >> 16);
                _bits[(i, _cells[i])] = (p, Math.Min(count + 1, limit));
            }
        }
    }
}
