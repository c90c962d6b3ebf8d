using System.Diagnostics;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Training;

public sealed class TrainingClockTests
{
    [Fact]
    public void TheProcessorClockCountsWorkAndNoMoreThanAllCoresCanDo()
    {
        var wall = Stopwatch.StartNew();
        var clock = new TrainingClock(TrainingClock.Processor);
        double work = 0;
        while (clock.Seconds < 0.2)
        {
            Assert.True(wall.Elapsed.TotalSeconds < 60, "the clock stands still");
            for (int i = 1; i < 1_000_000; i++)
                work += 1.0 / i;
        }

        Assert.True(work > 0);
        Assert.InRange(clock.Seconds, 0.2, (wall.Elapsed.TotalSeconds + 0.1) * Environment.ProcessorCount);
    }

    [Fact]
    public void TheWallClockRunsWhileNothingIsDone()
    {
        var clock = new TrainingClock(TrainingClock.Wall);
        Thread.Sleep(100);
        Assert.InRange(clock.Seconds, 0.09, 60);
    }
}
