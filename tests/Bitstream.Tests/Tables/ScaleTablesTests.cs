using System.Buffers.Binary;
using System.Security.Cryptography;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Tests.Tables;

public class ScaleTablesTests
{
    /// <summary>Also in FORMAT.md, "Tables"; computed there from an independent evaluation of erf to 45 digits.</summary>
    internal const string Golden = "375dd2d18c656fe1bce123c8177cec41664f038add87c53c3496c2e42727887e";

    [Fact]
    public void TheTablesAreTheGoldenOnes() => Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(Serialised())));

    [Fact]
    public void FrequenciesArePositiveSymmetricAndComplete()
    {
        for (int scale = 0; scale < ScaleTables.Count; scale++)
        {
            int support = ScaleTables.Support(scale);
            int sum = ScaleTables.EscapeFrequency(scale);
            Assert.True(sum >= 2);
            for (int symbol = -support; symbol <= support; symbol++)
            {
                int freq = ScaleTables.Frequency(scale, symbol);
                Assert.True(freq >= 1);
                Assert.Equal(freq, ScaleTables.Frequency(scale, -symbol));
                sum += freq;
            }

            Assert.Equal(65536, sum);
            Assert.Equal(0, ScaleTables.Frequency(scale, support + 1));
            Assert.Equal(0, ScaleTables.Frequency(scale, int.MinValue));
        }
    }

    [Fact]
    public void TheTablesHaveTheEntropyOfTheirDensity()
    {
        // sigma = 1, 2, ..., 64: the entropy of a Gaussian convolved with the unit uniform, in bits.
        double[] entropy = [2.10483, 3.06197, 4.05084, 5.04803, 6.04733, 7.04715, 8.04711];
        for (int octave = 0; octave < entropy.Length; octave++)
        {
            int scale = 32 + (8 * octave);
            double bits = Enumerable.Range(-ScaleTables.Support(scale), (2 * ScaleTables.Support(scale)) + 1)
                .Sum(symbol => ScaleTables.Frequency(scale, symbol) / 65536.0 * ScaleTables.Bits(scale, symbol));
            double escape = ScaleTables.EscapeFrequency(scale) / 65536.0 * ScaleTables.Bits(scale, (int)(4 << octave));
            Assert.InRange(bits + escape, entropy[octave] - 0.005, entropy[octave] + 0.005);
        }
    }

    [Fact]
    public void BitsCountTheEscapeCode()
    {
        // Scale 0 has 0 alone: the escape of frequency 2, a sign, and Exp-Golomb of order 0.
        Assert.Equal(15 + 1 + 1, ScaleTables.Bits(0, 1), 9);
        Assert.Equal(15 + 1 + 3, ScaleTables.Bits(0, -3), 9);
        Assert.Equal(15 + 1 + 41, ScaleTables.Bits(0, SymbolGrid.MaxMagnitude), 9);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(81)]
    public void OtherScalesAreRefused(int scale)
    {
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => ScaleTables.Bits(scale, 0)).Kind);
        Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => ScaleTables.Support(scale)).Kind);
    }

    // FORMAT.md: for each table K, the frequencies of 0..K and that of the escape, each in two bytes, little-endian.
    private static byte[] Serialised()
    {
        List<byte> bytes = [];
        Span<byte> two = stackalloc byte[2];
        for (int scale = 0; scale < ScaleTables.Count; scale++)
        {
            int support = ScaleTables.Support(scale);
            int[] values = [support, .. Enumerable.Range(0, support + 1).Select(k => ScaleTables.Frequency(scale, k)),
                ScaleTables.EscapeFrequency(scale)];
            foreach (int value in values)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(two, (ushort)value);
                bytes.AddRange(two);
            }
        }

        return [.. bytes];
    }
}
