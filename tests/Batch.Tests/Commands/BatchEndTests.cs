using VaeCodec.Batch.Commands;
using VaeCodec.Batch.Shards;
using Xunit;

namespace VaeCodec.Batch.Tests.Commands;

/// <summary>Waiting ends when all is done, and when nobody does the rest.</summary>
public class BatchEndTests
{
    [Theory]
    [InlineData(true, 4, 1, 0, true, 0)] // a job of a shard that is done
    [InlineData(true, 3, 1, 0, false, 1)]
    [InlineData(true, 3, 0, 1, false, 1)]
    [InlineData(true, 3, 0, 0, true, 1)] // given up
    [InlineData(false, 4, 0, 0, true, 1)] // who submitted it has died
    [InlineData(false, 3, 1, 0, false, 1)]
    public void ItComesWhenNothingGoesOn(bool listed, long shardsDone, long queued, long waiting, bool comes, int code)
    {
        var batch = new BatchProgress("b", "/in", listed, 4, shardsDone, 400, 100 * shardsDone, 0, 0, 0, 0, 0, null);
        var state = new BatchState(1, 1, queued, waiting, 0, [batch]);
        Assert.Equal(comes, new BatchEnd(TimeSpan.Zero).HasCome(state));
        Assert.Equal(code == 0, new BatchEnd(TimeSpan.FromDays(1)).HasCome(state)); // at once only where all is done
        Assert.Equal(code, BatchEnd.Report(state));
    }
}
