using TorchSharp;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class NativeTorchTests
{
    [Fact]
    public void ConvolutionsAddUpWhateverTheProcessor()
    {
        Libtorch.Require();
        Assert.True(OneDnn.Adds(torch.ScalarType.Float32));
        Assert.True(OneDnn.Adds(torch.ScalarType.BFloat16));
    }

    [Fact]
    public void ADeviceThatIsNotThereIsRefused()
    {
        Libtorch.Require();
        Assert.StartsWith("libtorch 2.", NativeTorch.Version, StringComparison.Ordinal);
        Assert.SkipWhen(torch.cuda.is_available(), "there is a CUDA device");
        Assert.Contains("Torch=cuda", Assert.Throws<TorchException>(() => NativeTorch.Require("cuda")).Message, StringComparison.Ordinal);
    }
}
