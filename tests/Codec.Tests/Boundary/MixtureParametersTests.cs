using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Boundary;
using Xunit;

namespace VaeCodec.Codec.Tests.Boundary;

public sealed class MixtureParametersTests
{
    [Fact]
    public void RoundedToTheGrid() // logits, means, log2 scales
        => Assert.Equal([new(0, 8192, 32), new(16, 8192 + 2048, 40)], Round(1, -1, 0, 1, 0, 1));

    [Fact]
    public void WhatLeavesTheGridIsAtItsEdge()
        => Assert.Equal([new(0, PixelGrid.MinMean, 0), new(PixelGrid.MaxAttenuation, PixelGrid.MaxMean,
            ScaleGrid.Highest)],
            Round(50, -50, -1e9f, 1e9f, float.NegativeInfinity, 7));

    [Fact]
    public void NothingIsInvalid()
        => Assert.All(Round(float.NaN, 1, float.NaN, 0, 0, float.NaN), component => Assert.True(component.IsValid));

    private static MixtureComponent[] Round(params float[] parameters)
    {
        var components = new MixtureComponent[2];
        MixtureParameters.Round(parameters, components);
        return components;
    }
}
