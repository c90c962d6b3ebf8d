using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Codec.Tests.Boundary;

public sealed class ScaleIndicesTests
{
    [Theory]
    [InlineData(-100f, 0)]
    [InlineData(-3f, 0)]
    [InlineData(1f, 32)]
    [InlineData(7f, 80)]
    [InlineData(100f, 80)]
    [InlineData(float.NaN, 0)]
    public void AScaleIndexIsHeldToTheTables(float log2Sigma, byte expected)
    {
        Tensor prior = new TensorPool().Rent(Strip.Whole(1), 1, 2);
        prior.At(0, 0)[1] = log2Sigma;
        var indices = new byte[1];
        ScaleIndices.Round(prior, new LatentStepSize(2f, 0.5f, 1f), new(1, 1), indices);
        Assert.Equal(expected, indices[0]);
    }
}
