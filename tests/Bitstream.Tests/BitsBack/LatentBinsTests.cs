using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VaeCodec.Bitstream.Tests;

public class LatentBinsTests
{
    internal const string Golden = "c241fa0d582f9e649c351448344320a2424bd06a444a1da63ef2e4bbe40aa4a7";

    [Fact]
    public void Edges_and_centres_are_quantiles_of_the_prior()
    {
        for (int bin = 0; bin < LatentBins.Count; bin++)
        {
            double p = (bin + 0.5) / LatentBins.Count;
            // the table's steps of 2^-24 are a step of the tails
            double tolerance = Math.Max(2, 0.02 / (p * (1 - p)) / 64);
            Assert.InRange(LatentBins.Centre(bin), (Math.Log(p / (1 - p)) * 16384) - tolerance, (Math.Log(p / (1 - p)) * 16384) + tolerance);
            if (bin > 0) Assert.InRange(LatentBins.Edge(bin), LatentBins.Centre(bin - 1) + 1, LatentBins.Centre(bin) - 1);
        }
    }

    [Fact]
    public void Edges_and_centres_are_the_golden_ones()
    {
        byte[] bytes = new byte[4 * ((2 * LatentBins.Count) - 1)];
        for (int i = 1; i < 2 * LatentBins.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (i - 1)), i % 2 == 1 ? LatentBins.Centre(i / 2) : LatentBins.Edge(i / 2));
        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void A_posterior_is_a_distribution_and_find_is_the_inverse_of_start()
    {
        var random = new SplitMix64(4);
        for (int round = 0; round < 300; round++)
        {
            LatentPosterior posterior = new(random.Below(2 * LatentPosterior.MaxMean + 1) - LatentPosterior.MaxMean, random.Below(LatentPosterior.MaxScale + 1));
            uint before = 0;
            for (int bin = 0; bin <= LatentBins.Count; bin++)
            {
                uint start = posterior.Start(bin);
                Assert.True(start >= before);
                before = start;
            }

            Assert.Equal(RansState.Total, before);
            for (int i = 0; i < 100; i++)
            {
                uint slot = (uint)random.Below((int)RansState.Total);
                int bin = posterior.Find(slot, out uint start, out uint freq);
                Assert.Equal((posterior.Start(bin), posterior.Start(bin + 1)), (start, start + freq));
                Assert.True(slot - start < freq);
            }
        }
    }

    [Fact]
    public void The_posterior_follows_the_logistic()
    {
        foreach ((int mean, int scale) in new[] { (0, 64), (20000, 40), (-70000, 24), (131072, 80) })
        {
            LatentPosterior posterior = new(mean, scale);
            for (int bin = 1; bin < LatentBins.Count; bin += 37)
            {
                double t = (LatentBins.Edge(bin) - mean) / 16384.0 / Math.Pow(2, (scale / 8.0) - 8);
                double expected = RansState.Total / (1 + Math.Exp(-t));
                Assert.InRange(posterior.Start(bin), expected - 2, expected + 2);
            }
        }
    }

    [Fact]
    public void A_posterior_that_is_the_prior_gives_every_bin_the_same() =>
        Assert.All(Enumerable.Range(0, LatentBins.Count), bin => Assert.InRange(new LatentPosterior(0, 64).Start(bin + 1) - new LatentPosterior(0, 64).Start(bin), 15u, 17u));
}
