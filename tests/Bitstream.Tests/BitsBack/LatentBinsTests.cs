using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Bitstream.BitsBack;

namespace VaeCodec.Bitstream.Tests.BitsBack;

public class LatentBinsTests
{
    internal const string Golden = "c241fa0d582f9e649c351448344320a2424bd06a444a1da63ef2e4bbe40aa4a7";

    [Fact]
    public void EdgesAndCentresAreQuantilesOfThePrior()
    {
        for (int bin = 0; bin < LatentBins.Count; bin++)
        {
            double p = (bin + 0.5) / LatentBins.Count;
            // the table's steps of 2^-24 are a step of the tails
            double tolerance = Math.Max(2, 0.02 / (p * (1 - p)) / 64);
            Assert.InRange(LatentBins.Centre(bin), (Math.Log(p / (1 - p)) * 16384) - tolerance,
                (Math.Log(p / (1 - p)) * 16384) + tolerance);
            if (bin > 0) Assert.InRange(LatentBins.Edge(bin), LatentBins.Centre(bin - 1) + 1, LatentBins.Centre(bin) - 1);
        }
    }

    [Fact]
    public void EdgesAndCentresAreTheGoldenOnes()
    {
        byte[] bytes = new byte[4 * ((2 * LatentBins.Count) - 1)];
        for (int i = 1; i < 2 * LatentBins.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * (i - 1)),
                i % 2 == 1 ? LatentBins.Centre(i / 2) : LatentBins.Edge(i / 2));
        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
