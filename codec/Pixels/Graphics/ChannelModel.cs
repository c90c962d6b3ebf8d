using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>Codes a colour by its channels, each as eight decisions from the highest bit down.</summary>
internal sealed class ChannelModel
{
    private const int Inputs = 12;

    private readonly IBitCoder _coder;
    private readonly int _channels;
    private readonly int _bits;
    private readonly uint[] _cells;
    private readonly BitMixer _mixer;
    private readonly int[] _predictions = new int[6];
    private readonly ulong[] _contexts = new ulong[6];

    public ChannelModel(IBitCoder coder, int channels, int bits)
    {
        (_coder, _channels, _bits) = (coder, channels, bits);
        _cells = new uint[Inputs << bits];
        Array.Fill(_cells, AdaptiveBit.Fresh);
        _mixer = new(_cells, Inputs, 1024, 6);
    }

    private static ReadOnlySpan<byte> Order => [1, 0, 2, 3];

    public uint Code(uint colour, in Neighbours near)
    {
        uint decoded = 0;
        for (int i = 0; i < _channels; i++)
        {
            int c = _channels < 3 ? i : Order[i];
            decoded |= (uint)Channel((int)(colour >> (8 * c)) & 255, c, i, decoded, near) << (8 * c);
        }

        return decoded;
    }

    private int Channel(int value, int c, int order, uint decoded, in Neighbours near)
    {
        int shift = 8 * c;
        int w = (int)(near.W >> shift) & 255, n = (int)(near.N >> shift) & 255, nw = (int)(near.NW >> shift) & 255,
            ne = (int)(near.NE >> shift) & 255, ww = (int)(near.WW >> shift) & 255, nn = (int)(near.NN >> shift) & 255;
        int green = 0;
        if (order > 0 && _channels > 2)
        {
            int g = (int)(decoded >> 8) & 255;
            int gw = (int)(near.W >> 8) & 255, gn = (int)(near.N >> 8) & 255, gnw = (int)(near.NW >> 8) & 255;
            _predictions[0] = Math.Clamp(g + Median(w - gw, n - gn, nw - gnw), 0, 255);
            green = g - Median(gw, gn, gnw);
            _predictions[1] = Math.Clamp(Median(w, n, nw) + green, 0, 255);
            _predictions[2] = Median(w, n, nw);
            _predictions[3] = Math.Clamp(w + g - gw, 0, 255);
            _predictions[4] = Math.Clamp(n + g - gn, 0, 255);
            _predictions[5] = g;
        }
        else
        {
            _predictions[0] = Median(w, n, nw);
            _predictions[1] = Math.Clamp(w + n - nw, 0, 255);
            _predictions[2] = (w + n + 1) >> 1;
            _predictions[3] = w;
            _predictions[4] = n;
            _predictions[5] = Math.Clamp(n + ((ne - nw) >> 1), 0, 255);
        }

        int activity = Math.Abs(w - nw) + Math.Abs(n - nw) + Math.Abs(n - ne) + Math.Abs(w - ww) + Math.Abs(n - nn);
        int level = System.Numerics.BitOperations.Log2((uint)(activity + 1));
        uint o = (uint)order;
        _contexts[0] = Hash.Of(o, decoded);
        _contexts[1] = Hash.Of(o, decoded, near.W);
        _contexts[2] = Hash.Of(o, decoded, near.N);
        _contexts[3] = Hash.Of(Hash32(near.W, near.N), o, decoded);
        _contexts[4] = Hash.Of(o, (uint)w, (uint)n, decoded >> 24);
        _contexts[5] = Hash.Of(o, (uint)_predictions[0], (uint)level, (uint)green);
        int node = 1;
        for (int bit = 7; bit >= 0; bit--)
        {
            int middle = ((node << 1 | 1) << bit) - 256;
            for (int i = 0; i < 6; i++)
            {
                int distance = Distance(middle - _predictions[i]);
                _mixer.Add((i << _bits) + (int)(Hash.Of((uint)bit, (uint)distance, (uint)level, o) >> (64 - _bits)));
            }

            for (int i = 0; i < 6; i++)
                _mixer.Add(((6 + i) << _bits) + (int)(Hash.Add(_contexts[i], (uint)node) * 0x9E3779B97F4A7C15 >> (64 - _bits)));
            bool one = _mixer.Code(_coder, (value >> bit & 1) != 0, (order * 8) + bit, 64 + (order * 16) + level);
            node = (node << 1) | (one ? 1 : 0);
        }

        return node & 255;
    }

    private static int Distance(int d)
    {
        int magnitude = Math.Abs(d);
        int coarse = magnitude < 16 ? magnitude : magnitude < 32 ? 16 + ((magnitude - 16) >> 1) : magnitude < 64
            ? 24 + ((magnitude - 32) >> 2) : 32 + ((magnitude - 64) >> 4);
        return d < 0 ? -coarse : coarse;
    }

    private static int Median(int w, int n, int nw) => nw >= Math.Max(w, n) ? Math.Min(w, n) : nw <= Math.Min(w, n)
        ? Math.Max(w, n) : w + n - nw;

    private static uint Hash32(uint a, uint b) => (uint)(Hash.Of(a, b) >> 32);
}
