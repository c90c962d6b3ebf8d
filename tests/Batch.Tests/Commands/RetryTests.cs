using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using VaeCodec.Batch.Commands;
using VaeCodec.Batch.Shards;
using VaeCodec.Batch.Tests.Support;
using Xunit;

namespace VaeCodec.Batch.Tests.Commands;

/// <summary>Shards that were given up are queued again, those of the batch that is named.</summary>
public class RetryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnlyTheBatchThatIsNamedGoesOn(bool remote)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        await using BatchPlace place = await BatchPlace.OpenAsync(at.Location, BatchCommand.Patience, stop);
        var client = new BackgroundJobClient(place.Jobs);
        using (IStorageConnection connection = place.Jobs.GetConnection())
        {
            foreach (string batch in new[] { "one", "other", "one" })
            {
                string job = client.Create<ShardJob>(shard => shard.RunAsync(batch, 0, CancellationToken.None), new DeletedState());
                connection.SetJobParameter(job, "RetryCount", "8"); // as often as it may
                Assert.True(client.ChangeState(job, new FailedState(new IOException("the disk"))));
            }
        }

        BatchState before = await BatchState.ReadAsync(place, stop);
        Assert.Equal((0L, 3L), (before.Queued, before.GivenUp));
        Assert.Equal(2, RetryCommand.RequeueShards(place.Jobs, "one"));
        BatchState after = await BatchState.ReadAsync(place, stop);
        Assert.Equal((2L, 1L), (after.Queued, after.GivenUp));
        Assert.Equal(1, RetryCommand.RequeueShards(place.Jobs, null));
    }
}
