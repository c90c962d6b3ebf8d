using FsCheck;
using FsCheck.Fluent;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Rans;

public class RansStackTests
{
    [Fact]
    public void SymbolsComeBackInReverse() => Prop.ForAll(RandomTable.Any(), table =>
    {
        var stack = new RansStack();
        foreach (int symbol in table.Symbols) stack.Push(table.Start(symbol), table.Freq(symbol));
        foreach (int symbol in table.Symbols.Reverse())
        {
            int popped = table.Find(stack.Peek());
            if (popped != symbol) return false;
            stack.Drop(table.Start(popped), table.Freq(popped));
        }

        return stack.ToWords() is [0, 1];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void PopUndoesPushOnAnyContent() => Prop.ForAll(RandomTable.Any(), ArbMap.Default.ArbFor<uint[]>(), (table, seed) =>
    {
        foreach (int symbol in table.Symbols)
        {
            var stack = new RansStack(seed);
            uint[] before = stack.ToWords();
            stack.Push(table.Start(symbol), table.Freq(symbol));
            if (table.Find(stack.Peek()) != symbol) return false;
            stack.Drop(table.Start(symbol), table.Freq(symbol));
            if (!stack.ToWords().SequenceEqual(before)) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void PushUndoesPopAsBitsBackNeeds() => Prop.ForAll(RandomTable.Any(), ArbMap.Default.ArbFor<ulong>(), (table, seed) =>
    {
        var random = new SplitMix64(seed);
        uint[] words = [.. Enumerable.Range(0, 64).Select(_ => (uint)random.Next() | 1)];
        var stack = RansStack.FromWords(words);
        var popped = new Stack<int>();
        for (int i = 0; i < 50; i++)
        {
            popped.Push(table.Find(stack.Peek()));
            stack.Drop(table.Start(popped.Peek()), table.Freq(popped.Peek()));
        }

        foreach (int symbol in popped) stack.Push(table.Start(symbol), table.Freq(symbol));
        return stack.ToWords().SequenceEqual(words);
    }).QuickCheckThrowOnFailure();

    /// <summary>Also the other way round: symbols of any precision come off random words and go back.</summary>
    [Fact]
    public void PrecisionsMayFollowEachOther()
    {
        var random = new SplitMix64(9);
        for (int round = 0; round < 200; round++)
        {
            uint[] words = [.. Enumerable.Range(0, 40).Select(_ => (uint)random.Next() | 1)];
            var stack = RansStack.FromWords(words);
            var popped = new Stack<(uint Start, uint Freq, int Precision)>();
            for (int i = 0; i < 50; i++)
            {
                int precision = 1 + random.Below(24);
                uint slot = stack.Peek(precision), start = (uint)random.Below((int)slot + 1),
                    freq = slot - start + 1 + (uint)random.Below((int)((1u << precision) - slot));
                stack.Drop(start, freq, precision);
                popped.Push((start, freq, precision));
            }

            foreach ((uint start, uint freq, int precision) in popped) stack.Push(start, freq, precision);
            Assert.Equal(words, stack.ToWords());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    [InlineData(-1)]
    public void ImpossiblePrecisionsAreRefused(int precision)
    {
        var stack = new RansStack([1, 2, 3]);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Push(0, 1, precision)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Drop(0, 1, precision)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Peek(precision)).Kind);
    }

    [Fact]
    public void RawBitsRoundTripAtEveryWidth()
    {
        var stack = new RansStack();
        for (int count = 0; count <= 16; count++) stack.PushBits(0xABCDu, count);
        for (int count = 16; count >= 0; count--) Assert.Equal(0xABCDu & ((1u << count) - 1), stack.PopBits(count));
        Assert.Equal([0u, 1u], stack.ToWords());
    }

    [Fact]
    public void AnExactWordSequenceIsPinned()
    {
        var stack = new RansStack();
        for (uint i = 0; i < 8; i++) stack.Push(i * 5000, 1 + (i * 300));
        Assert.Equal([0x49B92787u, 0xD8938FF8u, 0x043F5A49u], stack.ToWords());
    }

    [Fact]
    public void RunningDryIsTruncationAndChangesNothing()
    {
        var stack = new RansStack();
        var error = Assert.Throws<VaeCodecException>(() => stack.PopBits(16));
        Assert.Equal(VaeCodecErrorKind.Truncated, error.Kind);
        Assert.Equal([0u, 1u], stack.ToWords());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65536, 1)]
    [InlineData(1, 65536)]
    [InlineData(0, 65537)]
    [InlineData(uint.MaxValue, 2)]
    public void ImpossibleIntervalsAreRefused(uint start, uint freq)
    {
        var stack = new RansStack([1, 2, 3]);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Push(start, freq)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Drop(start, freq)).Kind);
    }

    [Fact]
    public void DroppingAnotherSymbolIsRefused()
    {
        var stack = new RansStack();
        stack.Push(100, 10);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => stack.Drop(110, 10)).Kind);
    }

    [Fact]
    public void WordsWithoutAValidHeadAreRefused()
    {
        Assert.Equal(VaeCodecErrorKind.Truncated, Assert.Throws<VaeCodecException>(() => RansStack.FromWords([7])).Kind);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => RansStack.FromWords([7, 0])).Kind);
    }
}
