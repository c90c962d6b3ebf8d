using Xunit;

namespace VaeCodec.Inference.Tests;

public class LatentQuantiserTests
{
    private static readonly LayerStep s_step = new(2f, 0.5f, 1f, -4f, 6f);

    [Theory]
    [InlineData(-100f, 0)]
    [InlineData(-3f, 0)]
    [InlineData(1f, 32)]
    [InlineData(7f, 80)]
    [InlineData(100f, 80)]
    [InlineData(float.NaN, 0)]
    public void Scale_index_is_held_to_the_tables(float log2Sigma, byte expected)
    {
        Tensor prior = new TensorPool().Rent(1, 1, 2);
        prior.At(0, 0)[1] = log2Sigma;
        var indices = new byte[1];
        LatentQuantiser.ScaleIndices(prior, s_step, 1, 1, indices);
        Assert.Equal(expected, indices[0]);
    }

    [Fact]
    public void Symbols_outside_the_picture_stay_at_the_mean()
    {
        var pool = new TensorPool();
        Tensor prior = pool.Rent(2, 2, 2), z = pool.Rent(2, 2, 1);
        for (int i = 0; i < 4; i++)
            prior.At(i / 2, i % 2)[0] = 10 + i;
        LatentQuantiser.Reconstruct(prior, [3], s_step, 1, 1, z);
        Assert.Equal([16f, 11f, 12f, 13f], [z.At(0, 0)[0], z.At(0, 1)[0], z.At(1, 0)[0], z.At(1, 1)[0]]);
    }

    [Fact]
    public void Quantising_rounds_half_to_even()
    {
        var pool = new TensorPool();
        Tensor prior = pool.Rent(1, 3, 2), posterior = pool.Rent(1, 3, 1);
        float[] means = [1, 3, -1];
        for (int x = 0; x < 3; x++)
        {
            prior.At(0, x).Clear();
            posterior.At(0, x)[0] = means[x];
        }

        var symbols = new int[3];
        LatentQuantiser.Quantise(prior, posterior, s_step, 1, 3, symbols);
        Assert.Equal([0, 2, 0], symbols);
    }
}
