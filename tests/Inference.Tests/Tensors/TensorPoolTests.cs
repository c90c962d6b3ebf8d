using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Tensors;
using Xunit;

namespace VaeCodec.Inference.Tests.Tensors;

public class TensorPoolTests
{
    [Fact]
    public void TrimmingKeepsSmallTensorsUpToALimit()
    {
        var pool = new TensorPool();
        Tensor small = pool.Rent(Strip.Whole(4), 8, 32), large = pool.Rent(Strip.Whole(64), 64, 32);
        AlignedBuffer kept = small.Buffer, dropped = large.Buffer;
        pool.Return(small);
        pool.Return(large);

        pool.Trim(kept.Bytes + dropped.Bytes - 1);

        Assert.Throws<ObjectDisposedException>(() => dropped.Span[0]);
        Assert.Same(kept, pool.Rent(Strip.Whole(4), 8, 32).Buffer);
    }

    [Fact]
    public void TrimmingToNothingDropsAllThatIsFreeAndNothingElse()
    {
        var pool = new TensorPool();
        Tensor free = pool.Rent(Strip.Whole(4), 8, 32), rented = pool.Rent(Strip.Whole(4), 8, 32);
        pool.Return(free);

        pool.Trim(0);

        Assert.Throws<ObjectDisposedException>(() => free.Buffer.Span[0]);
        rented.Row(0)[0] = 1;
    }
}
