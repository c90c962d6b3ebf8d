using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class DisposeScopeTests
{
    [Fact]
    public void ScopesFreeEverythingButWhatWasMovedOut()
    {
        Libtorch.Require();
        long before = LiveAfterCollection();
        using (DisposeScope outer = torch.NewDisposeScope())
        {
            torch.Tensor kept, lost;
            using (DisposeScope inner = torch.NewDisposeScope())
            {
                lost = torch.zeros(3);
                kept = inner.MoveToOuter(lost + 1);
                lost.unbind(0);
            }

            Assert.Equal([1f, 1f, 1f], kept.ToArray());
            Assert.Throws<ObjectDisposedException>(() => lost.ToArray());
            Assert.Equal(1, outer.Count);
            kept.Dispose();
            Assert.Equal(0, outer.Count);
        }

        Assert.Equal(before, torch.Tensor.LiveHandles);
    }

    [Fact]
    public void ATrainingStepLeavesNoHandleBehind()
    {
        Libtorch.Require();
        using var folder = new VaeCodec.Tests.Shared.ScratchFolder();
        long before = LiveAfterCollection();
        using (var trainer = new VaeCodec.Train.Training.Trainer(Tiny.Config(folder.Path), Tiny.Photos))
        {
            long prepared = torch.Tensor.LiveHandles;
            trainer.Run(untilStep: 2);
            Assert.Equal(prepared, torch.Tensor.LiveHandles);
        }

        Assert.Equal(before, torch.Tensor.LiveHandles);
    }

    [Fact]
    public void ScopesCloseInOrder()
    {
        Libtorch.Require();
        using DisposeScope outer = torch.NewDisposeScope();
        using (torch.NewDisposeScope())
            Assert.Throws<InvalidOperationException>(outer.Dispose);
    }

    private static long LiveAfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.LiveHandles;
    }
}
