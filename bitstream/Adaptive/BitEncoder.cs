using System.Buffers;
using System.Buffers.Binary;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Adaptive;

/// <summary>
/// Writes binary decisions as segments of rANS, FORMAT.md, "Decisions": each is a state of eight bytes and its words. The decisions of a
/// segment wait in memory, because rANS is a stack, so that segments bound the memory and not the decisions.
/// </summary>
internal sealed class BitEncoder : IBitCoder
{
    /// <summary>Decisions in every segment but the last.</summary>
    public const int SegmentDecisions = 1 << 20;

    private const int CostIndexBits = 12;

    // -log2 of (i + 1) / 4096 in units of 2^-16 bits: the least that a probability with these highest bits costs.
    private static readonly uint[] s_costs = [.. Enumerable.Range(1, 1 << CostIndexBits)
        .Select(i => (uint)Math.Floor((CostIndexBits - Math.Log2(i)) * 65536))];

    private readonly List<uint> _words = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private uint[] _intervals = new uint[1024];
    private int _count;
    private long _cost;

    /// <summary>Begins a stream with a byte that is not a decision.</summary>
    public BitEncoder(byte first) => _bytes.Write([first]);

    /// <summary>No more bytes than the stream will have.</summary>
    public long LeastBytes => _bytes.WrittenCount + (_cost >> 19);

    /// <summary>What has been coded, in bits, as far as the costs know.</summary>
    public double Bits => (8.0 * _bytes.WrittenCount) + (_cost / 65536.0);

    /// <inheritdoc/>
    public bool Code(bool bit, int probability)
    {
        uint start = bit ? 0 : (uint)probability;
        uint freq = bit ? (uint)probability : RansState.Total - (uint)probability;
        if (_count == _intervals.Length) Array.Resize(ref _intervals, 2 * _count);
        _intervals[_count++] = (start << RansState.Precision) | freq;
        _cost += s_costs[freq >> (RansState.Precision - CostIndexBits)];
        if (_count == SegmentDecisions) EndSegment();
        return bit;
    }

    /// <summary>Returns the stream.</summary>
    public byte[] Finish()
    {
        if (_count > 0) EndSegment();
        return _bytes.WrittenSpan.ToArray();
    }

    private void EndSegment()
    {
        ulong state = RansState.LowerBound;
        for (int i = _count - 1; i >= 0; i--)
        {
            uint freq = _intervals[i] & (RansState.Total - 1);
            if (RansState.MustEmit(state, freq))
            {
                _words.Add((uint)state);
                state >>= 32;
            }

            state = RansState.Push(state, _intervals[i] >> RansState.Precision, freq);
        }

        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, state);
        _bytes.Write(bytes);
        for (int i = _words.Count - 1; i >= 0; i--)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, _words[i]);
            _bytes.Write(bytes[..4]);
        }

        _words.Clear();
        (_count, _cost) = (0, 0);
    }
}
