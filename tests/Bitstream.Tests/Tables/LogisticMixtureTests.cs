using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Tables;

public class LogisticMixtureTests
{
    internal const string Golden = "4d9bef1e223f62c97c81b6e3cb2ae497ca160396de28552530a47b187b335cc2";

    [Fact]
    public void EveryValueHasAFrequencyAndTheySumTo65536()
    {
        var random = new SplitMix64(1);
        var mixture = new LogisticMixture();
        for (int round = 0; round < 3000; round++)
        {
            mixture.Set(Random(random));
            uint before = mixture.Start(0);
            Assert.Equal(0u, before);
            for (int value = 1; value <= LogisticMixture.Values; value++)
            {
                uint start = mixture.Start(value);
                Assert.True(start > before, $"round {round}: {value - 1} has no frequency");
                before = start;
            }

            Assert.Equal(RansState.Total, before);
        }
    }

    [Fact]
    public void FindIsTheInverseOfStart()
    {
        var random = new SplitMix64(2);
        var mixture = new LogisticMixture();
        for (int round = 0; round < 20000; round++)
        {
            mixture.Set(Random(random));
            uint slot = (uint)random.Below((int)RansState.Total);
            int value = mixture.Find(slot, out uint start, out uint freq);
            Assert.Equal((mixture.Start(value), mixture.Start(value + 1)), (start, start + freq));
            Assert.True(slot - start < freq);
        }
    }

    [Fact]
    public void FrequenciesFollowTheLogistic()
    {
        var mixture = new LogisticMixture();
        foreach ((int mean, int scale) in new[] { (100 * 64, 32), (100 * 64 + 21, 0), (3 * 64, 50), (250 * 64, 80), (-64 * 64, 70),
            (310 * 64, 80) })
        {
            mixture.Set([new(0, mean, scale), new(8, mean + 640, 40)]);
            for (int value = 0; value < LogisticMixture.Values; value++)
            {
                double mass = (2 * Mass(value, mean, scale) + Mass(value, mean + 640, 40)) / 3;
                double expected = 1 + (mass * (RansState.Total - LogisticMixture.Values));
                Assert.InRange(mixture.Start(value + 1) - mixture.Start(value), expected - 1.5, expected + 1.5);
            }
        }
    }

    [Fact]
    public void ParametersOutsideTheirRangeAreRefused()
    {
        var mixture = new LogisticMixture();
        MixtureComponent[] bad = [new(-1, 0, 0), new(121, 0, 0), new(0, -4097, 0), new(0, 20481, 0), new(0, 0, -1), new(0, 0, 81)];
        foreach (MixtureComponent component in bad) Assert.Equal(VaeCodecErrorKind.BadArgument,
            Assert.Throws<VaeCodecException>(() => mixture.Set([component])).Kind);
        Assert.Throws<VaeCodecException>(() => mixture.Set([]));
        Assert.Throws<VaeCodecException>(() => mixture.Set(new MixtureComponent[17]));
    }

    [Fact]
    public void TheLogisticRisesAndNoNodeIsNearATie()
    {
        for (int i = 1; i < LogisticTable.Nodes.Length; i++) Assert.True(LogisticTable.Nodes[i] > LogisticTable.Nodes[i - 1]);
        for (int i = 1; i < LogisticTable.Nodes.Length / 2; i++)
        {
            double exact = LogisticTable.Exact(i);
            Assert.True(Math.Abs(exact - Math.Floor(exact) - 0.5) > 1e-4, $"node {i}: {exact}");
        }
    }

    [Fact]
    public void TheNodesAreTheGoldenOnes()
    {
        byte[] bytes = new byte[4 * LogisticTable.Nodes.Length];
        for (int i = 0; i < LogisticTable.Nodes.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i),
            LogisticTable.Nodes[i]);
        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static double Mass(int value, int mean, int scale)
    {
        double s = Math.Pow(2, scale / 8.0 - 4), m = mean / 64.0;
        double upper = value == 255 ? 1 : 1 / (1 + Math.Exp(-(value + 0.5 - m) / s)),
            lower = value == 0 ? 0 : 1 / (1 + Math.Exp(-(value - 0.5 - m) / s));
        return upper - lower;
    }

    private static MixtureComponent[] Random(SplitMix64 random) =>
        [.. Enumerable.Range(0, 1 + random.Below(16)).Select(_ => new MixtureComponent(
        random.Below(PixelGrid.MaxAttenuation + 1),
        PixelGrid.MinMean + random.Below(PixelGrid.MaxMean - PixelGrid.MinMean + 1),
        random.Below(ScaleGrid.Highest + 1)))];
}
