using System.Runtime.CompilerServices;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Rans;

internal sealed partial class InterleavedRansEncoder
{
    // A symbol of the tables emits at most one word; a block bounds what is reserved for that ahead of the loop.
    private const int Block = 4096;

    /// <summary>Pushes a layer coded with <see cref="ScaleTables"/>, last symbol first. Every scale index must be below 81.</summary>
    internal void PushLayer(ReadOnlySpan<int> symbols, ReadOnlySpan<byte> scales)
    {
        // Blocks start at even positions, so that the lane of a symbol is also the parity of its place in the block.
        for (int start = (symbols.Length - 1) & -Block; start >= 0; start -= Block)
        {
            int length = Math.Min(Block, symbols.Length - start);
            PushBlock(symbols.Slice(start, length), scales.Slice(start, length));
        }
    }

    private unsafe void PushBlock(ReadOnlySpan<int> symbols, ReadOnlySpan<byte> scales)
    {
        ulong lane0 = _lane0;
        ulong lane1 = _lane1;
        int i = symbols.Length - 1;
        fixed (int* symbol = symbols)
        fixed (byte* scale = scales)
        fixed (EncodeEntry* entries = EncodeTables.Entries)
        fixed (TableRange* ranges = TableLayout.Ranges)
        {
            while (i >= 0)
            {
                Reserve(i + 1);
                fixed (uint* words = _words)
                {
                    uint* word = words + _count;
                    bool inTable = true;
                    if ((i & 1) == 0)
                    {
                        inTable = TryPush(ref lane0, ref word, symbol[i], ranges[scale[i]], entries);
                        if (inTable) i--;
                    }

                    while (inTable && i > 0)
                    {
                        inTable = TryPush(ref lane1, ref word, symbol[i], ranges[scale[i]], entries);
                        if (!inTable) break;
                        i--;
                        inTable = TryPush(ref lane0, ref word, symbol[i], ranges[scale[i]], entries);
                        if (!inTable) break;
                        i--;
                    }

                    _count = (int)(word - words);
                }

                // What stopped the loop is the end or a symbol outside its table, which takes the general path.
                if (i < 0) break;
                (_lane0, _lane1) = (lane0, lane1);
                EscapeCode.Push(this, i & 1, scale[i], symbol[i]);
                (lane0, lane1) = (_lane0, _lane1);
                i--;
            }
        }

        (_lane0, _lane1) = (lane0, lane1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe bool TryPush(
        ref ulong state, ref uint* word, int symbol, TableRange range, EncodeEntry* entries)
    {
        uint rank = ScaleTables.Rank(symbol);
        if (rank >= range.Symbols) return false;
        EncodeEntry* entry = entries + range.First + rank;
        ulong x = state;
        uint freq = entry->Freq;
        if (RansState.MustEmit(x, freq))
        {
            *word++ = (uint)x;
            x >>= 32;
        }

        // x / freq by a multiplication; the rounded-down reciprocal gives the quotient or one less (see EncodeTables).
        ulong quotient = Math.BigMul(x, entry->Reciprocal, out _);
        ulong remainder = x - (quotient * freq);
        if (remainder >= freq)
        {
            quotient++;
            remainder -= freq;
        }

        state = (quotient << RansState.Precision) + remainder + entry->Start;
        return true;
    }
}
