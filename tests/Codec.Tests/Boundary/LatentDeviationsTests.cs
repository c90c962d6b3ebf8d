using VaeCodec.Bitstream.Grid;
using VaeCodec.Boundary;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Codec.Tests.Boundary;

public sealed class LatentDeviationsTests
{
    [Fact]
    public void DeviationsAreInStepsAndHeldToWhatCanBeCoded()
    {
        var pool = new TensorPool();
        Tensor prior = pool.Rent(Strip.Whole(1), 2, 2), posterior = pool.Rent(Strip.Whole(1), 2, 1);
        prior.At(0, 0)[0] = prior.At(0, 1)[0] = 1;
        posterior.At(0, 0)[0] = -4;
        posterior.At(0, 1)[0] = 1e30f;
        var deviations = new float[2];
        LatentDeviations.Of(prior, posterior, new LatentStepSize(2f, 0.5f, 1f), new(1, 2), deviations);
        Assert.Equal([-2.5f, SymbolGrid.MaxMagnitude], deviations);
    }
}
