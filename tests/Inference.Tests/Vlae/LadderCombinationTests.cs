using System.Runtime.InteropServices;
using System.Security.Cryptography;
using VaeCodec.Inference.Vlae;
using Xunit;

namespace VaeCodec.Inference.Tests.Vlae;

public class LadderCombinationTests
{
    [Fact]
    public void PowersAndLogarithmsAreThoseOfDoublePrecision()
    {
        for (int i = -20_000; i <= 20_000; i++)
        {
            float v = i / 1000f, power = LadderCombination.Power(v);
            Assert.InRange(power / Math.Pow(2, v), 1 - 3e-7, 1 + 3e-7);
            Assert.InRange(LadderCombination.Logarithm(1 + power) - Math.Log2(1 + (double)power), -2e-6, 2e-6);
        }
    }

    [Fact]
    public void PrecisionsAddUpAndMeansAreWeighedByThem()
    {
        var random = new Random(1);
        for (int round = 0; round < 10_000; round++)
        {
            double meanQ = 16 * random.NextDouble() - 8, scaleQ = 10 * random.NextDouble() - 8, meanP = 16 * random.NextDouble() - 8,
                scaleP = 10 * random.NextDouble() - 8;
            float[] mean = [(float)meanQ], scale = [(float)scaleQ];
            LadderCombination.Apply(mean, scale, [(float)meanP], [(float)scaleP]);
            double q = Math.Pow(4, -scaleQ), p = Math.Pow(4, -scaleP);
            Assert.InRange(mean[0], ((q * meanQ) + (p * meanP)) / (q + p) - 1e-5, ((q * meanQ) + (p * meanP)) / (q + p) + 1e-5);
            Assert.InRange(scale[0], -0.5 * Math.Log2(q + p) - 1e-5, -0.5 * Math.Log2(q + p) + 1e-5);
        }
    }

    [Fact]
    public void WhateverComesIsPutIntoRangeFirst()
    {
        foreach ((float given, float counts) in new[] { (float.NaN, -8f), (float.PositiveInfinity, 2f), (float.NegativeInfinity, -8f),
            (5f, 2f) })
        {
            float[] mean = [1], scale = [given], otherMean = [1], otherScale = [counts];
            LadderCombination.Apply(mean, scale, [float.NaN], [given]);
            LadderCombination.Apply(otherMean, otherScale, [-8], [counts]);
            Assert.Equal((otherMean[0], otherScale[0]), (mean[0], scale[0]));
        }
    }

    /// <summary>What ARCHIVE.md says of its example.</summary>
    [Fact]
    public void TheWorkedLatentHasTheseBits()
    {
        float[] mean = [1], scale = [-1.5f];
        LadderCombination.Apply(mean, scale, [0.25f], [-0.75f]);
        Assert.Equal(("3F4DD94E", "BFDBF3BE"), ($"{BitConverter.SingleToUInt32Bits(mean[0]):X8}",
            $"{BitConverter.SingleToUInt32Bits(scale[0]):X8}"));
    }

    /// <summary>Files depend on every bit.</summary>
    [Fact]
    public void TheBitsArePinned()
    {
        float[] mean = [.. Enumerable.Range(0, 1000).Select(i => i * 37 % 1000 / 70f - 7)],
            scale = [.. Enumerable.Range(0, 1000).Select(i => i / 100f - 8)];
        LadderCombination.Apply(mean, scale, mean.Reverse().ToArray(),
            [.. Enumerable.Range(0, 1000).Select(i => i * 13 % 1000 / 100f - 8)]);
        Assert.StartsWith("365b74042a08c87138b2993f4f007d8ddfeefd6b6df2d1bad3",
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>([.. mean, .. scale]))));
    }
}
