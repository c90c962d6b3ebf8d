using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Inference.Tests.Hvae;

public class LatentDequantiserTests
{
    private static readonly LatentStepSize s_step = new(2f, 0.5f, 1f);

    [Fact]
    public void BeyondThePictureTheEdgeIsRepeated()
    {
        var pool = new TensorPool();
        Tensor prior = pool.Rent(Strip.Whole(2), 2, 2), z = pool.Rent(Strip.Whole(2), 2, 1);
        for (int i = 0; i < 4; i++)
            prior.At(i / 2, i % 2)[0] = 10 + i;
        LatentDequantiser.Run(prior, [3], s_step, new(1, 1), z);
        Assert.Equal([16f, 16f, 16f, 16f], [z.At(0, 0)[0], z.At(0, 1)[0], z.At(1, 0)[0], z.At(1, 1)[0]]);
    }

    [Fact]
    public void AStripOfPaddingRepeatsTheStripAbove()
    {
        var pool = new TensorPool();
        var rows = new Strip(3, 4, 4);
        Tensor prior = pool.Rent(rows, 1, 2), z = pool.Rent(rows, 1, 1);
        z.At(2, 0)[0] = 7;
        LatentDequantiser.Run(prior, [], s_step, new(2, 1), z);
        Assert.Equal(7f, z.At(3, 0)[0]);
        Assert.Equal((2, 0), new CodedArea(2, 1).SymbolsOf(rows, 1));
    }

    [Fact]
    public void ALayerWithoutSymbolsIsAtTheMean()
    {
        var pool = new TensorPool();
        Tensor prior = pool.Rent(Strip.Whole(1), 2, 2), z = pool.Rent(Strip.Whole(1), 2, 1);
        prior.At(0, 0)[0] = 5;
        prior.At(0, 1)[0] = 6;
        LatentDequantiser.Mean(prior, z);
        Assert.Equal([5f, 6f], [z.At(0, 0)[0], z.At(0, 1)[0]]);
    }
}
