using TorchSharp;
using VaeCodec.Train.Data;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;
using VaeCodec.Train.Vlae;

namespace VaeCodec.Train.Tests.Vlae;

public sealed class VlaePicturesTests
{
    [Fact]
    public void HalfOfABatchIsMirrored()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        byte[] ramp = [.. Enumerable.Range(0, 100 * 16).Select(i => (byte)(i % 4))];
        using var plain = new VlaePictures(TensorValues.Bytes(ramp, 100, 1, 4, 4));
        using var mirrored = new VlaePictures(TensorValues.Bytes(ramp, 100, 1, 4, 4), flips: true);
        var random = () => new CounterRandom(3, CounterRandom.Stream.Batch, 0);
        Assert.Equal(Enumerable.Repeat<byte>(0, 6), FirstPixels(plain.Batch(random(), 6)));
        Assert.Equal([3, 3, 3, 0, 0, 0], FirstPixels(mirrored.Batch(random(), 6)));

        static byte[] FirstPixels(torch.Tensor batch) => batch.select(3, 0).select(2, 0).contiguous().bytes.ToArray();
    }
}
