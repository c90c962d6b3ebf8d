using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Rans;

internal sealed partial class InterleavedRansDecoder
{
    /// <summary>Pops symbols coded with <see cref="ScaleTables"/>, first symbol first, which belongs to the given lane. Every scale index
    /// must be below 81.</summary>
    internal void PopLayer(Span<int> symbols, ReadOnlySpan<byte> scales, int lane)
    {
        if (lane == 1) (_lane0, _lane1) = (_lane1, _lane0);
        try
        {
            PopLayer(symbols, scales);
        }
        finally
        {
            if (lane == 1) (_lane0, _lane1) = (_lane1, _lane0);
        }
    }

    private unsafe void PopLayer(Span<int> symbols, ReadOnlySpan<byte> scales)
    {
        ulong lane0 = _lane0;
        ulong lane1 = _lane1;
        int count = symbols.Length;
        int i = 0;
        fixed (int* symbol = symbols)
        fixed (byte* scale = scales)
        fixed (byte* payload = _payload.Span)
        fixed (TableInterval* intervals = TableLayout.Intervals)
        fixed (ushort* buckets = DecodeTables.Buckets)
        fixed (TableRange* ranges = TableLayout.Ranges)
        {
            while (i < count)
            {
                byte* word = payload + _position;
                byte* end = payload + _payload.Length;
                bool inTable = true;
                if ((i & 1) == 1)
                {
                    inTable = TryPop(ref lane1, ref word, end, out symbol[i], scale[i], intervals, buckets, ranges);
                    if (inTable) i++;
                }

                while (inTable && i + 1 < count)
                {
                    inTable = TryPop(ref lane0, ref word, end, out symbol[i], scale[i], intervals, buckets, ranges);
                    if (!inTable) break;
                    i++;
                    inTable = TryPop(ref lane1, ref word, end, out symbol[i], scale[i], intervals, buckets, ranges);
                    if (!inTable) break;
                    i++;
                }

                if (inTable && i < count)
                {
                    inTable = TryPop(ref lane0, ref word, end, out symbol[i], scale[i], intervals, buckets, ranges);
                    if (inTable) i++;
                }

                (_lane0, _lane1, _position) = (lane0, lane1, (int)(word - payload));
                if (inTable) break;

                // Outside its table, or out of words: the general path reads the escape code or reports the end.
                symbol[i] = EscapeCode.Pop(this, i & 1, scale[i]);
                (lane0, lane1) = (_lane0, _lane1);
                i++;
            }
        }
    }

    /// <summary>Pops one symbol of its table; false, with nothing changed, when the general path must take it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool TryPop(
        ref ulong state,
        ref byte* word,
        byte* end,
        out int symbol,
        byte scale,
        TableInterval* intervals,
        ushort* buckets,
        TableRange* ranges)
    {
        ulong x = state;
        uint slot = RansState.Slot(x);
        TableRange range = ranges[scale];
        symbol = 0;
        if (slot < range.ZeroFreq)
        {
            // The symbol 0 comes first in its table, so this needs no search: most latents of most pictures end here.
            x = (range.ZeroFreq * (x >> RansState.Precision)) + slot;
        }
        else
        {
            TableInterval* interval = intervals + buckets[(scale << 8) + (int)(slot >> 8)];
            while (slot - interval->Start >= interval->Freq) interval++;
            uint rank = (uint)(interval - intervals) - range.First;
            if (rank >= range.Symbols) return false;
            symbol = ScaleTables.SymbolOfRank(rank);
            x = (interval->Freq * (x >> RansState.Precision)) + slot - interval->Start;
        }

        if (x < RansState.LowerBound)
        {
            if (end - word < 4) return false;
            uint next = Unsafe.ReadUnaligned<uint>(word);
            if (!BitConverter.IsLittleEndian) next = BinaryPrimitives.ReverseEndianness(next);
            x = (x << 32) | next;
            word += 4;
        }

        state = x;
        return true;
    }
}
