using VaeCodec.Bitstream.BitsBack;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.BitsBack;

public class LatentIntervalsTests
{
    [Fact]
    public void APosteriorIsADistributionAndPoppingFindsWhatWasPushed() => Check<PosteriorIntervals>(mayBeEmpty: true);

    [Fact]
    public void APriorIsADistributionInWhichEveryBinHasAFrequency() => Check<PriorIntervals>(mayBeEmpty: false);

    [Fact]
    public void BothFollowTheLogistic()
    {
        foreach ((int mean, int scale) in new[] { (0, 64), (20000, 40), (-70000, 24), (131072, 80) })
        {
            LatentLogistic belief = new(mean, scale);
            for (int bin = 1; bin < LatentBins.Count; bin += 37)
            {
                double t = (LatentBins.Edge(bin) - mean) / 16384.0 / Math.Pow(2, (scale / 8.0) - 8), below = 1 / (1 + Math.Exp(-t));
                Assert.InRange(PosteriorIntervals.Start(belief, bin), (RansState.Total * below) - 2, (RansState.Total * below) + 2);
                Assert.InRange(PriorIntervals.Start(belief, bin) / (double)(1 << 24), below - 4e-4, below + 4e-4);
            }
        }
    }

    [Fact]
    public void ABeliefThatIsTheBinsOwnPriorGivesEveryBinTheSame()
    {
        for (int bin = 0; bin < LatentBins.Count; bin++)
        {
            Assert.InRange(LatentSymbol.Interval<PosteriorIntervals>(new(0, 64), bin).Freq, 15u, 17u);
            Assert.InRange(LatentSymbol.Interval<PriorIntervals>(new(0, 64), bin).Freq, 3830u, 4362u);
        }
    }

    /// <summary>What the floor of a prior costs where the latent is drawn from a posterior of the same mean and half the scale: less than a
    /// thousandth of a bit.</summary>
    [Fact]
    public void TheFloorOfAPriorCostsNextToNothing()
    {
        var random = new SplitMix64(3);
        for (int round = 0; round < 50; round++)
        {
            LatentLogistic prior = new(random.Below(1 << 16) - (1 << 15), 24 + random.Below(49)), posterior = prior with
            {
                Scale = prior.Scale - 8,
            };
            double excess = 0;
            for (int bin = 0; bin < LatentBins.Count; bin++)
            {
                double q = LatentSymbol.Interval<PosteriorIntervals>(posterior, bin).Freq / (double)RansState.Total;
                double exact = Mass(prior, bin);
                if (q > 0) excess += q * Math.Log2(exact * (1 << 24) / LatentSymbol.Interval<PriorIntervals>(prior, bin).Freq);
            }

            Assert.InRange(excess, -0.001, 0.001);
        }
    }

    [Theory]
    [InlineData(0, "32768 + 32768, 0 + 32768")]
    [InlineData(163840, "3 + 65533, 0 + 3")]
    [InlineData(-163840, "65534 + 2, 0 + 65534")]
    [InlineData(16384, "17626 + 47910, 0 + 17626")]
    public void ABinaryPixelHasTheseIntervals(int logOdds, string expected)
    {
        BinaryPixel pixel = new(logOdds);
        (uint Start, uint Freq) white = pixel.Interval(white: true), black = pixel.Interval(white: false);
        Assert.Equal(expected, $"{white.Start} + {white.Freq}, {black.Start} + {black.Freq}");
    }

    [Fact]
    public void LogOddsOutsideTheirRangeAreRefused()
    {
        foreach (int bad in new[] { BinaryPixel.MaxLogOdds + 1, -BinaryPixel.MaxLogOdds - 1 })
            Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new BinaryPixel(bad)
                .Interval(white: true)).Kind);
    }

    private static void Check<TIntervals>(bool mayBeEmpty)
        where TIntervals : ILatentIntervals
    {
        var random = new SplitMix64(4);
        for (int round = 0; round < 300; round++)
        {
            LatentLogistic belief = new(random.Below(2 * LatentLogistic.MaxMean + 1) - LatentLogistic.MaxMean,
                random.Below(ScaleGrid.Highest + 1));
            uint end = 0;
            for (int bin = 0; bin < LatentBins.Count; bin++)
            {
                (uint start, uint freq) = LatentSymbol.Interval<TIntervals>(belief, bin);
                Assert.Equal(end, start);
                Assert.True(freq <= 1u << TIntervals.Precision && (freq > 0 || mayBeEmpty));
                end += freq;
            }

            Assert.Equal(1u << TIntervals.Precision, end);
            for (int i = 0; i < 30; i++)
            {
                uint[] words = [(uint)random.Next(), (uint)random.Next(), (uint)random.Next() | 1];
                var stack = RansStack.FromWords(words);
                uint slot = stack.Peek(TIntervals.Precision);
                int bin = LatentSymbol.Pop<TIntervals>(stack, belief);
                (uint start, uint freq) = LatentSymbol.Interval<TIntervals>(belief, bin);
                Assert.True(slot - start < freq);
                LatentSymbol.Push<TIntervals>(stack, belief, bin);
                Assert.Equal(words, stack.ToWords());
            }
        }
    }

    private static double Mass(LatentLogistic belief, int bin)
    {
        double scale = 16384 * Math.Pow(2, (belief.Scale / 8.0) - 8);
        double from = bin == 0 ? 0 : 1 / (1 + Math.Exp((belief.Mean - LatentBins.Edge(bin)) / scale));
        double to = bin == LatentBins.Count - 1 ? 1 : 1 / (1 + Math.Exp((belief.Mean - LatentBins.Edge(bin + 1)) / scale));
        return to - from;
    }
}
