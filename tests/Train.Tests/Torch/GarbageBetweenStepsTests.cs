using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class GarbageBetweenStepsTests
{
    /// <summary>Gives back what tests before have left, so that there is room for the guard where memory is limited.</summary>
    public GarbageBetweenStepsTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    [Fact]
    public void NothingIsCollectedButWhereItIsAskedFor()
    {
        using var garbage = new GarbageBetweenSteps();
        int before = GC.CollectionCount(0);
        Allocate(GarbageBetweenSteps.Budget / 8);
        garbage.Collect();
        Assert.Equal(before, GC.CollectionCount(0));
        Allocate(GarbageBetweenSteps.Budget / 4);
        Assert.Equal(before, GC.CollectionCount(0));
        garbage.Collect();
        Assert.NotEqual(before, GC.CollectionCount(0));
        before = GC.CollectionCount(0);
        Allocate(GarbageBetweenSteps.Budget / 8);
        Assert.Equal(before, GC.CollectionCount(0));
    }

    [Fact]
    public void ASecondGuardLeavesTheFirstAlone()
    {
        using var garbage = new GarbageBetweenSteps();
        using (var second = new GarbageBetweenSteps())
            second.Collect();
        int before = GC.CollectionCount(0);
        Allocate(GarbageBetweenSteps.Budget / 8);
        Assert.Equal(before, GC.CollectionCount(0));
    }

    [Fact]
    public void MoreThanTheBudgetIsCollectedAllTheSame()
    {
        using var garbage = new GarbageBetweenSteps();
        int before = GC.CollectionCount(0);
        Allocate(4 * GarbageBetweenSteps.Budget);
        Assert.NotEqual(before, GC.CollectionCount(0));
        garbage.Collect();
    }

    private static void Allocate(long bytes)
    {
        var keep = new object[16];
        for (long i = 0; i < bytes; i += 1000)
            keep[i & 15] = new byte[1000];
        GC.KeepAlive(keep);
    }
}
