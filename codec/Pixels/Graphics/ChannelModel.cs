using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Pixels.Graphics;

/// <summary>
/// Codes a colour by its channels, each as eight decisions from the highest bit down: by where the middle of what is left lies from each
/// prediction, which learns the shape of gradients and photographs; and by exact contexts, which learn palettes. FORMAT.md, "Graphics",
/// "Channels".
/// </summary>
internal sealed class ChannelModel
{
    private const int Exact = 4;
    private const int Rate = 48;
    private const int Limit = 127;
    private const int Farthest = 43;
    private const int Distances = 2 * (Farthest + 1);
    private const int CellsOfBit = ChannelPredictions.Levels * Distances;
    private const int Green = 1;

    private readonly IBitCoder _coder;
    private readonly int _channels;
    private readonly int _bits;
    private readonly int _nearCells;
    private readonly BitMixer _mixer;
    private readonly int[] _predictions = new int[ChannelPredictions.Count];
    private readonly ulong[] _contexts = new ulong[Exact];
    private readonly int[] _lines = new int[Exact];

    public ChannelModel(IBitCoder coder, int channels, TableSizes sizes)
    {
        (_coder, _channels, _bits) = (coder, channels, sizes.Channels);
        _nearCells = NearCellsOf(channels);
        _mixer = new(new uint[CellsOf(_bits, channels)], Exact + ChannelPredictions.Count, 2 * 8 * channels, Rate, Limit);
    }

    /// <summary>What its cells take.</summary>
    public static long TableBytes(int bits, int channels) => (long)sizeof(uint) * CellsOf(bits, channels);

    // Green says most of the other two.
    private static ReadOnlySpan<byte> OrderOfColour => [Green, 0, 2, 3];

    private static ReadOnlySpan<byte> OrderOfGray => [0, 1];

    private static int NearCellsOf(int channels) => channels * 8 * CellsOfBit;

    private static int CellsOf(int bits, int channels) => (Exact << bits) + (ChannelPredictions.Count * NearCellsOf(channels));

    /// <summary>Codes a colour.</summary>
    public uint Code(uint colour, in Neighbours near)
    {
        ReadOnlySpan<byte> order = (_channels < 3 ? OrderOfGray : OrderOfColour)[.._channels];
        uint known = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int c = order[i];
            var at = new ChannelPredictions(near, c);
            if (i > 0 && _channels > 2)
                at.AfterGreen(_predictions, new ChannelPredictions(near, Green), (int)(known >> (8 * Green)) & 255);
            else
                at.Alone(_predictions);
            known |= (uint)Channel((int)(colour >> (8 * c)) & 255, i, known, at, near) << (8 * c);
        }

        return known;
    }

    private int Channel(int value, int order, uint known, in ChannelPredictions at, in Neighbours near)
    {
        ulong sum = (ulong)order * Hash.M14, sumKnown = sum + (known * Hash.M13);
        _contexts[0] = sumKnown;
        _contexts[1] = sumKnown + (near.W * Hash.M1);
        _contexts[2] = sumKnown + (near.N * Hash.M2);
        _contexts[3] = sum + ((ulong)at.W * Hash.M3) + ((ulong)at.N * Hash.M4);
        // The bits so far, below a one.
        int node = 1;
        for (int bit = 7; bit >= 0; bit--)
        {
            if (bit is 7 or 3) FindLines(node);
            int nearest = (Exact << _bits) + (((order * 8) + bit) * CellsOfBit) + (at.Level * Distances) + Farthest;
            int middle = (((2 * node) + 1) << bit) - 256;
            for (int i = 0; i < _predictions.Length; i++)
                _mixer.Add(nearest + (i * _nearCells) + Distance(middle - _predictions[i]));
            int inLine = bit > 3 ? node : (1 << (3 - bit)) | (node & ((1 << (3 - bit)) - 1));
            foreach (int line in _lines) _mixer.Add(line + inLine);
            bool one = _mixer.Code(_coder, (value >> bit & 1) != 0, (order * 8) + bit, ((_channels + order) * 8) + at.Level);
            node = (2 * node) + (one ? 1 : 0);
        }

        return node - 256;
    }

    /// <summary>Each exact context has a line of 16 cells for each half of a value: one line of the processor's cache.</summary>
    private void FindLines(int node)
    {
        for (int i = 0; i < _lines.Length; i++)
            _lines[i] = (i << _bits) + (Hash.Slot(_contexts[i] + ((ulong)node * Hash.M12), _bits) & ~15);
    }

    /// <summary>A difference, the coarser the larger it is: -43 to 43.</summary>
    private static int Distance(int difference)
    {
        int d = Math.Abs(difference);
        int coarse = d < 16 ? d : d < 32 ? 8 + (d >> 1) : d < 64 ? 16 + (d >> 2) : 28 + (d >> 4);
        return difference < 0 ? -coarse : coarse;
    }
}
