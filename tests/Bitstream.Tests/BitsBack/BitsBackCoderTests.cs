using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.BitsBack;

public class BitsBackCoderTests
{
    [Fact]
    public void PopUndoesPushOverAHundredThousandModelsAndSymbols()
    {
        var random = new SplitMix64(1);
        for (int round = 0; round < 100_000; round++)
        {
            RandomLatentModel model = RandomLatentModel.Any(random);
            var coder = new BitsBackCoder(model);
            uint[] before = [.. Enumerable.Range(0, 16).Select(_ => (uint)random.Next() | 1)];
            byte[] data = random.Bytes(model.DataBytes), decoded = new byte[data.Length];
            var stack = RansStack.FromWords(before);
            coder.Push(stack, data);
            coder.Pop(stack, decoded);
            Assert.Equal(data, decoded);
            Assert.Equal(before, stack.ToWords());
        }
    }

    /// <summary>The bound of a datum, summed over all bins of its one latent, against what it takes on stacks of random bits.</summary>
    [Fact]
    public void AnItemCostsTheNegativeEvidenceLowerBound()
    {
        var model = new RandomLatentModel(7, 1, 2);
        byte[] data = [17, 200];
        var posterior = new LatentLogistic[1];
        model.See(data);
        model.Posterior(0, [0], posterior);
        double expected = 0;
        for (int bin = 0; bin < LatentBins.Count; bin++)
        {
            double q = LatentSymbol.Interval<PosteriorIntervals>(posterior[0], bin).Freq;
            if (q > 0) expected += q / RansState.Total * (Bits(model, bin, data) + LatentBins.Bits - (RansState.Precision - Math.Log2(q)));
        }

        const int rounds = 5000;
        var random = new SplitMix64(8);
        var coder = new BitsBackCoder(model);
        double actual = 0;
        for (int round = 0; round < rounds; round++)
        {
            var stack = RansStack.FromWords([.. Enumerable.Range(0, 4).Select(_ => (uint)random.Next() | 1)]);
            actual -= Height(stack);
            coder.Push(stack, data);
            actual += Height(stack);
        }

        Assert.InRange(actual / rounds, 0.99 * expected, 1.01 * expected);
    }

    [Fact]
    public void ImpossiblePosteriorsAndLengthsAreRefused()
    {
        var stack = new RansStack(new InitialBits());
        var coder = new BitsBackCoder(new RandomLatentModel(1, 2, 3));
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => coder.Push(stack, new byte[4])).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => coder.Pop(stack, new byte[2])).Kind);
        foreach (LatentLogistic bad in new LatentLogistic[] { new(LatentLogistic.MaxMean + 1, 0), new(-LatentLogistic.MaxMean - 1, 0),
            new(0, -1), new(0, 81) })
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new BitsBackCoder(new Stubborn(bad))
                .Push(stack, [0])).Kind);
    }

    [Fact]
    public void ALatentThatThePosteriorExcludesIsCorrupt()
    {
        var stack = new RansStack(new InitialBits());
        stack.PushBits(0, LatentBins.Bits);
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => new BitsBackCoder(new Stubborn(new(LatentLogistic.MaxMean, 0)))
            .Pop(stack, new byte[1]));
        Assert.Equal(VaeCodecErrorKind.Corrupt, error.Kind);
    }

    private static double Bits(RandomLatentModel model, int bin, byte[] data)
    {
        // a tall stack's words tell how many bits it holds to a fraction of one
        uint[] before = [.. Enumerable.Repeat(0x9E3779B9u, 4)];
        var stack = RansStack.FromWords(before);
        double height = Height(stack);
        model.Push(stack, [bin], data);
        return Height(stack) - height;
    }

    private static double Height(RansStack stack)
    {
        uint[] words = stack.ToWords();
        return (32.0 * (words.Length - 2)) + Math.Log2(((ulong)words[^1] << 32) | words[^2]);
    }

    /// <summary>Believes the same of every datum, which is a byte under the uniform distribution.</summary>
    private sealed class Stubborn(LatentLogistic belief) : ILatentModel
    {
        public IReadOnlyList<LatentGroup> Groups { get; } = [new(1)];

        public bool InfersUpwards => false;

        public int DataBytes => 1;

        public void See(ReadOnlySpan<byte> data)
        {
        }

        public void Posterior(int group, ReadOnlySpan<int> bins, Span<LatentLogistic> posterior) => posterior[0] = belief;

        public void Prior(int group, int known, ReadOnlySpan<int> bins, Span<LatentLogistic> prior) => throw new NotSupportedException();

        public void Push(RansStack stack, ReadOnlySpan<int> bins, ReadOnlySpan<byte> data) => stack.PushBits(data[0], 8);

        public void Pop(RansStack stack, ReadOnlySpan<int> bins, Span<byte> data) => data[0] = (byte)stack.PopBits(8);
    }
}
