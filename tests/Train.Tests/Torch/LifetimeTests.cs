using TorchSharp;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Torch;

public sealed class LifetimeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ATrainingStepLeavesNoTensorBehind(int workers)
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        // What tests before this one have left to the finaliser counts until that has run.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        using (var trainer = new Trainer(Tiny.Config(folder.Path) with { Workers = workers }, Tiny.Photos))
        {
            trainer.Loop.Run(untilStep: 1);
            long prepared = torch.Tensor.TotalCount;
            trainer.Loop.Run(untilStep: 3);
            Assert.Equal(prepared, torch.Tensor.TotalCount);
        }

        // TorchSharp counts the one Parameter, the optimiser's, twice.
        Assert.InRange(torch.Tensor.TotalCount, before, before + 1);
    }
}
