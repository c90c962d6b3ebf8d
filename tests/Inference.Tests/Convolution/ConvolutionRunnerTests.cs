using VaeCodec.Inference.Convolution;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using Xunit;

namespace VaeCodec.Inference.Tests.Convolution;

public class ConvolutionRunnerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void RangesCoverEveryRowOnce(int threads)
    {
        var runner = new ConvolutionRunner(new TensorPool(), new EngineOptions { Threads = threads });
        for (int height = 0; height < 70; height++)
        {
            var seen = new int[height];
            runner.ForRows(new(5, 5 + height, 100), (from, to) =>
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
        var runner = new ConvolutionRunner(new TensorPool(), new EngineOptions { Threads = threads });
        List<int> done = [];
        for (int i = 0; i < 5; i++)
        {
            int number = i;
            runner.Beside("work", () => done.Add(number));
        }

        int rows = 0;
        for (int operation = 0; operation < 3; operation++)
            runner.ForRows(Strip.Whole(64), (from, to) => Interlocked.Add(ref rows, to - from));

        Assert.Equal(3 * 64, rows);
        Assert.Equal(threads == 1 ? 0 : 3, done.Count);
        runner.FinishBeside();
        Assert.Equal([0, 1, 2, 3, 4], done);
        runner.FinishBeside();
        Assert.Equal(5, done.Count);
    }

    [Fact]
    public void AnOperationWithWorkBesideItLeavesItDone()
    {
        var runner = new ConvolutionRunner(new TensorPool(), new EngineOptions { Threads = 2 });
        bool done = false;
        runner.Beside("work", () =>
        {
            Thread.Sleep(20);
            done = true;
        });
        runner.ForRows(Strip.Whole(64), (_, _) => { });
        Assert.True(done);
    }
}
