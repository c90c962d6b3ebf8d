using VaeCodec.Inference.Work;
using Xunit;

namespace VaeCodec.Inference.Tests.Work;

public class WorkTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void RangesCoverEveryRowOnce(int threads)
    {
        var team = new WorkTeam(new() { Threads = threads });
        for (int height = 0; height < 70; height++)
        {
            var seen = new int[height];
            team.ForRows(5, 5 + height, (from, to) =>
            {
                for (int y = from; y < to; y++)
                    Interlocked.Increment(ref seen[y - 5]);
            });
            Assert.All(seen, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void WorkBesideOperationsIsDoneOnceAndInOrder(int threads)
    {
        var team = new WorkTeam(new() { Threads = threads });
        List<int> done = [];
        for (int i = 0; i < 5; i++)
        {
            int number = i;
            team.Beside("work", () => done.Add(number));
        }

        int rows = 0;
        for (int operation = 0; operation < 3; operation++)
            team.ForRows(0, 64, (from, to) => Interlocked.Add(ref rows, to - from));

        Assert.Equal(3 * 64, rows);
        Assert.Equal(threads == 1 ? 0 : 3, done.Count);
        team.FinishBeside();
        Assert.Equal([0, 1, 2, 3, 4], done);
        team.FinishBeside();
        Assert.Equal(5, done.Count);
    }

    [Fact]
    public void AnOperationWithWorkBesideItLeavesItDone()
    {
        var team = new WorkTeam(new() { Threads = 2 });
        bool done = false;
        team.Beside("work", () =>
        {
            Thread.Sleep(20);
            done = true;
        });
        team.ForRows(0, 64, (_, _) => { });
        Assert.True(done);
    }
}
