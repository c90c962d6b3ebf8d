using VaeCodec.Bitstream.Rans;

namespace VaeCodec.Bitstream.Tables;

/// <summary>Where one table lies among the intervals of all tables, and the frequency of its first symbol, 0.</summary>
internal readonly record struct TableRange(ushort First, ushort Symbols, ushort ZeroFreq);

/// <summary>The interval [Start, Start + Freq) of one symbol.</summary>
internal readonly record struct TableInterval(ushort Start, ushort Freq);

/// <summary>
/// The intervals of all tables in one array: per table the symbols 0, -1, 1, -2, 2, ..., -K, K and the escape. Zero comes first
/// because it is the likeliest: the decoder then knows it by one comparison.
/// </summary>
internal static class TableLayout
{
    internal static readonly TableInterval[] Intervals = Build(out Ranges);

    internal static readonly TableRange[] Ranges;

    private static TableInterval[] Build(out TableRange[] ranges)
    {
        List<TableInterval> intervals = [];
        ranges = new TableRange[ScaleTables.Count];
        for (int scale = 0; scale < ranges.Length; scale++)
        {
            List<ushort> frequencies = GaussianTable.Frequencies(scale);
            int symbols = (2 * frequencies.Count) - 1;
            ranges[scale] = new TableRange((ushort)intervals.Count, (ushort)symbols, frequencies[0]);
            uint start = 0;
            for (int rank = 0; rank < symbols; rank++)
            {
                ushort freq = frequencies[(rank + 1) / 2];
                intervals.Add(new TableInterval((ushort)start, freq));
                start += freq;
            }

            intervals.Add(new TableInterval((ushort)start, (ushort)(RansState.Total - start)));
        }

        return [.. intervals];
    }
}
