using FsCheck;
using FsCheck.Fluent;

namespace VaeCodec.Bitstream.Tests.Support;

/// <summary>A frequency table of 1 to 300 symbols with random cuts of [0, 65536), and symbols of it.</summary>
internal sealed record RandomTable(uint[] Starts, int[] Symbols)
{
    internal uint Start(int symbol) => Starts[symbol];

    internal uint Freq(int symbol) => (symbol + 1 < Starts.Length ? Starts[symbol + 1] : 65536) - Starts[symbol];

    internal int Find(uint slot)
    {
        int found = Array.BinarySearch(Starts, slot);
        return found >= 0 ? found : ~found - 1;
    }

    internal static Arbitrary<RandomTable> Any() =>
        (from size in Gen.Choose(0, 299)
         from cuts in Gen.Choose(1, 65535).ArrayOf(size)
         let starts = cuts.Append(0).Distinct().Order().Select(cut => (uint)cut).ToArray()
         from symbols in Gen.Choose(0, starts.Length - 1).ArrayOf()
         select new RandomTable(starts, symbols)).ToArbitrary();
}
