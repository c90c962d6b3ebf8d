using VaeCodec.Inference.Convolution;
using Xunit;

namespace VaeCodec.Inference.Tests.Convolution;

public class WinogradWeightsTests
{
    [Fact]
    public void TransformedKernelsAreAsDefined()
    {
        float[] kernel = [1, -2, 3, 0.5f, 4, -0.25f, 7, 8, -9], transformed = new float[WinogradWeights.Count];
        WinogradWeights.Transform(kernel, transformed);
        Assert.Equal(kernel[0], transformed[0]);
        Assert.Equal(kernel[8], transformed[15]);
        Assert.Equal((kernel[0] + kernel[1] + kernel[2]) / 2, transformed[1]);
        Assert.Equal(kernel.Sum() / 4, transformed[5]);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(4)]
    public void ManyKernelsAreTransformedAsEachAlone(int count)
    {
        var random = new Random(count);
        float[] kernels = [.. Enumerable.Range(0, 9 * count).Select(_ => random.NextSingle() - 0.5f)],
            transformed = new float[WinogradWeights.Count * count];
        WinogradWeights.Transform(kernels, transformed);
        for (int i = 0; i < count; i++)
        {
            var alone = new float[WinogradWeights.Count];
            WinogradWeights.Transform([.. Enumerable.Range(0, 9).Select(tap => kernels[tap * count + i])], alone);
            Assert.Equal(alone, Enumerable.Range(0, WinogradWeights.Count).Select(u => transformed[u * count + i]));
        }
    }
}
