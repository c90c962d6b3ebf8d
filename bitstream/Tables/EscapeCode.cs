using System.Numerics;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>
/// Codes a symbol outside its table: the escape symbol, a sign bit, then the excess |k| - K - 1 in an Exp-Golomb code of order r (Teuhola
/// 1978), all bits uniform on the lane of the symbol. The order follows the scale, so that a prior too narrow by a little costs little.
/// </summary>
internal static class EscapeCode
{
    // |k| is at most 2^20 and r at most 3, so excess + 2^r has at most 21 bits.
    private const int MaxLength = 21;

    internal static int Order(int scale) => Math.Max(0, (scale >> ScaleGrid.Log2PerOctave) - 7);

    /// <summary>The number of raw bits after the escape symbol.</summary>
    internal static int RawBits(int scale, int symbol)
    {
        int length = Length(Offset(scale, symbol));
        return 1 + (length - Order(scale)) + (length - 1);
    }

    /// <summary>Pushes the code of a symbol outside its table: last part first.</summary>
    internal static void Push(InterleavedRansEncoder encoder, int lane, int scale, int symbol)
    {
        uint offset = Offset(scale, symbol);
        int length = Length(offset);
        int mantissa = length - 1;
        int high = Math.Max(0, mantissa - RansState.Precision);
        encoder.PushBits(lane, offset, mantissa - high);
        encoder.PushBits(lane, offset >> RansState.Precision, high);
        encoder.PushBits(lane, 1, 1);
        for (int zeros = length - 1 - Order(scale); zeros > 0; zeros--) encoder.PushBits(lane, 0, 1);
        encoder.PushBits(lane, symbol < 0 ? 1u : 0u, 1);
        TableRange range = TableLayout.Ranges[scale];
        TableInterval escape = TableLayout.Intervals[range.First + range.Symbols];
        encoder.Push(lane, escape.Start, escape.Freq);
    }

    /// <summary>Pops any symbol, in its table or not, by the general operations of the decoder, which report the end of the
    /// words.</summary>
    internal static int Pop(InterleavedRansDecoder decoder, int lane, int scale)
    {
        int index = DecodeTables.Find(scale, decoder.Peek(lane));
        TableInterval interval = TableLayout.Intervals[index];
        decoder.Drop(lane, interval.Start, interval.Freq);
        TableRange range = TableLayout.Ranges[scale];
        uint rank = (uint)(index - range.First);
        if (rank < range.Symbols) return ScaleTables.SymbolOfRank(rank);

        bool negative = decoder.PopBits(lane, 1) == 1;
        int length = Order(scale) + 1;
        while (decoder.PopBits(lane, 1) == 0)
            if (++length > MaxLength) decoder.FailCorrupt("An escape code is longer than any symbol's.");
        int mantissa = length - 1;
        int high = Math.Max(0, mantissa - RansState.Precision);
        uint offset = (1u << high) | decoder.PopBits(lane, high);
        offset = (offset << (mantissa - high)) | decoder.PopBits(lane, mantissa - high);
        int magnitude = (int)(offset - (1u << Order(scale))) + ScaleTables.Support(scale) + 1;
        if (magnitude > SymbolGrid.MaxMagnitude) decoder.FailCorrupt("An escape code holds a symbol beyond 2^20.");
        return negative ? -magnitude : magnitude;
    }

    private static int Length(uint offset) => BitOperations.Log2(offset) + 1;

    private static uint Offset(int scale, int symbol)
    {
        if (symbol is > SymbolGrid.MaxMagnitude or < -SymbolGrid.MaxMagnitude)
            throw Throw.Argument($"Symbol {symbol} is beyond {SymbolGrid.MaxMagnitude}; scale the latents down.");
        return (uint)(Math.Abs(symbol) - ScaleTables.Support(scale) - 1) + (1u << Order(scale));
    }
}
