using VaeCodec.Batch.Shards;
using VaeCodec.Batch.Tests.Support;
using VaeCodec.Store;
using Xunit;

namespace VaeCodec.Batch.Tests.Shards;

/// <summary>A shard is done from where it was left, by one worker at a time.</summary>
public class ShardTests
{
    private const string Batch = "batch";
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItGoesOnWhereItWasLeft(bool remote)
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        await using BatchPlace place = await OpenAsync(at);
        var run = new ShardRun(at.Store, place.Tables, null);
        Assert.True(await run.RunAsync(Batch, 0, TimeSpan.Zero, Stop)); // no time: nothing is done
        Shard first = (await place.Tables.StartAsync(Batch, 0, Stop))!;
        Assert.Equal((0, 1L), (first.Done, first.Starts));
        Assert.True(await place.Tables.SaveAsync(first, 2, new() { Added = 2 }, 0, null, Stop));
        // Who has not heard of that does not overwrite it.
        Assert.False(await place.Tables.SaveAsync(first, 1, new() { Added = 1 }, 0, null, Stop));
        Assert.False(await run.RunAsync(Batch, 0, s_minute, Stop));
        BatchProgress progress = Assert.Single(await place.Tables.ProgressAsync(Stop));
        Assert.Equal((4L, 4L, 4L, 0L, true), (progress.Pictures, progress.Done, progress.Added, progress.Failed, progress.IsDone));
        Assert.Equal(2, (await at.IdsAsync()).Count); // not the two that were told to be done
        Assert.Null(await place.Tables.StartAsync(Batch, 0, Stop));
        Assert.Null(await place.Tables.StartAsync(Batch, 7, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatWorkersDieOfIsSetAside(bool remote)
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        await using BatchPlace place = await OpenAsync(at);
        for (int death = 0; death < 3; death++)
            await place.Tables.StartAsync(Batch, 0, Stop);
        Shard careful = (await place.Tables.StartAsync(Batch, 0, Stop))!;
        Assert.Equal(4, careful.Starts);
        await place.Tables.TakeAsync(careful, 0, Stop);
        Assert.False(await new ShardRun(at.Store, place.Tables, null).RunAsync(Batch, 0, s_minute, Stop));
        PoisonPicture poison = Assert.Single(await place.Tables.PoisonAsync(null, Stop));
        Assert.Equal(("0.png", "4 workers ended in this shard, the last with this picture in hand"), (poison.Entry, poison.Reason));
        Assert.Equal(3, (await at.IdsAsync()).Count);
        await place.Tables.ForgetPoisonAsync(Batch, Stop);
        Assert.Empty(await place.Tables.PoisonAsync(Batch, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ShardsThatNoJobTellsOfAreFound(bool remote)
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        await using BatchPlace place = await OpenAsync(at);
        await ShardJob.EnqueueForgottenAsync(place, s_minute, Stop);
        Assert.Equal(0, place.Jobs.GetMonitoringApi().EnqueuedCount("default"));
        await ShardJob.EnqueueForgottenAsync(place, -s_minute, Stop);
        Assert.Equal(1, place.Jobs.GetMonitoringApi().EnqueuedCount("default"));
        Assert.Empty(await place.Tables.ForgottenAsync(-s_minute, Stop));
    }

    [Fact]
    public void OptionsAreKept()
    {
        var policy = new StorePolicy { Encoder = new() { Mode = Mode.Lossy(Rate.Quality(33), 2) }, KeepSmallerOriginal = false };
        BatchOptions options = BatchOptions.Parse(BatchOptions.Of(policy, ["sea"], 12_345).ToJson());
        StorePolicy kept = options.ToPolicy("models");
        Assert.Equal((policy.Encoder.Mode, false, true, 12_345L, "models"), (kept.Encoder.Mode, kept.KeepSmallerOriginal,
            kept.KeepIncompleteOriginal, kept.Reading.MaxPixels, kept.Encoder.ModelsFolder));
        Assert.Equal(["sea"], options.Tags);
        Assert.Throws<VaeCodecException>(() => BatchOptions.Of(policy, [""], 1));
    }

    /// <summary>A batch of four pictures in one shard, without a job.</summary>
    private static async Task<BatchPlace> OpenAsync(BatchStore at)
    {
        await at.CutAsync(4, 32);
        BatchPlace place = await BatchPlace.OpenAsync(at.Location, s_minute, Stop);
        await place.Tables.AddBatchAsync(Batch, at.Pictures, BatchOptions.Of(at.Store.Policy, [], 1_000_000), Stop);
        await place.Tables.AddShardAsync(Batch, 0, ["0.png", "deeper/1.png", "2.png", "deeper/3.png"], Stop);
        await place.Tables.EndListAsync(Batch, Stop);
        return place;
    }
}
