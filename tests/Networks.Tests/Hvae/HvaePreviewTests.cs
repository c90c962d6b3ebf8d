using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;
using Xunit;

namespace VaeCodec.Networks.Tests.Hvae;

public sealed class HvaePreviewTests
{
    private static readonly HvaePreviewSpec s_spec = new()
    {
        Name = "small",
        Flagship = "0123abcd",
        Heads = [new(3, 8, 64, 1), new(1, 8, 32, 2)],
    };

    [Fact]
    public void AFileGoesThereAndBack()
    {
        byte[] file = HvaePreviewWeights.Write(s_spec, head => (Values(head, 0.5f), Bias(head)), [new("crops", "7")]);
        HvaePreviewWeights weights = HvaePreviewWeights.Parse(file);

        Assert.Equal(s_spec.ToJson(), weights.Spec.ToJson());
        Assert.Equal(0x0123abcdu, weights.Spec.FlagshipId);
        Assert.All(s_spec.Heads, head =>
        {
            Assert.Equal(Values(head, 0.5f), weights.Weights(head));
            Assert.Equal(Bias(head), weights.Bias(head));
        });
        Assert.Equal(Convert.ToUInt32(RandomModel.Hash(file)[..8], 16), weights.Id);
    }

    [Fact]
    public void AHeadFitsTheStateThatItReads()
    {
        var network = new HvaeNetwork(RandomModel.SmallSpec); // layers of 32, 64, 64 channels at 1/16, 1/8, 1/8
        Assert.True(new HvaePreviewHead(3, 8, 64, 1).Fits(network));
        Assert.True(new HvaePreviewHead(1, 8, 32, 2).Fits(network));
        Assert.False(new HvaePreviewHead(4, 8, 64, 1).Fits(network));
        Assert.False(new HvaePreviewHead(3, 8, 32, 1).Fits(network));
        Assert.False(new HvaePreviewHead(3, 8, 64, 2).Fits(network));
    }

    [Theory]
    [InlineData("\"scale\":8", "\"scale\":3")]
    [InlineData("\"shuffle\":2", "\"shuffle\":0")]
    [InlineData("\"after\":1", "\"after\":0")]
    [InlineData("\"channels\":32", "\"channels\":-1")]
    [InlineData("0123abcd", "123abcd")]
    [InlineData("0123abcd", "0123ABCD")]
    [InlineData("\"name\"", "\"names\"")]
    [InlineData("\"after\":1", "\"after\":3")]
    [InlineData("{", "[")]
    public void WhatNoHeadsCanHaveIsRefused(string from, string to)
    {
        string json = s_spec.ToJson();
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => HvaePreviewSpec.Parse(json.Replace(from, to, StringComparison.Ordinal)));
    }

    private static float[] Values(HvaePreviewHead head, float value)
        => [.. Enumerable.Repeat(value, head.Convolution.Out * head.Convolution.In * 9)];

    private static float[] Bias(HvaePreviewHead head) => [.. Enumerable.Range(0, head.Convolution.Out).Select(o => (float)o)];
}
