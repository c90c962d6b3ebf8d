using System.Diagnostics;
using System.Net;
using VaeCodec.Batch.Commands;
using VaeCodec.Batch.Shards;
using VaeCodec.Batch.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Batch.Tests.Commands;

/// <summary>What there is to see of batches.</summary>
public class ViewTests
{
    [Fact]
    public async Task WatchingEndsWithTheWork()
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote: false);
        await at.CutAsync(3, 32);
        await at.RunAsync("submit", at.Pictures);
        Task<string> watching = at.RunAsync("status", "--watch");
        await at.RunAsync("work", "--threads", "1", "--until-done");
        Assert.Contains("4/4 pictures: 3 added, 1 were there, 0 set aside", await watching, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesSayWhatThereIs()
    {
        var batch = new BatchProgress("b", "/in", false, 4, 1, 400, 150, 100, 40, 10, 2000, 500, "the disk is full");
        string[] lines = [.. ProgressView.Lines(new(2, 8, 1, 3, [batch]), 2.5)];
        Assert.Equal(["b  150/400+ pictures: 100 added, 40 were there, 10 set aside; 75.0 % saved  /in",
            "  stopped, and tried again later: the disk is full",
            "2 workers with 8 threads, 2.5 pictures/s, 00:01:40 left; 1 shards to be tried again, 3 given up"], lines);
    }

    [Fact]
    public async Task TheDashboardIsForThisMachineAlone()
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote: false);
        await at.CutAsync(1, 32);
        await at.RunAsync("submit", at.Pictures);
        Process dashboard = at.Start("dashboard", "--port", "0");
        string line = (await dashboard.StandardOutput.ReadLineAsync())!;
        using var client = new HttpClient { BaseAddress = new(line["dashboard at ".Length..]) };
        Assert.Contains("vaecodec batch", await client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("ShardJob.RunAsync", await client.GetStringAsync(new Uri("/jobs/enqueued/default", UriKind.Relative)),
            StringComparison.Ordinal);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage refused = await client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("nothing to do", "submit", "store")]
    [InlineData("give one of them", "status", "store", "--watch", "--json")]
    [InlineData("is no store", "work", "nowhere")]
    [InlineData("cannot be used", "status", "postgresql://127.0.0.1:1/db")]
    public async Task WhatCannotBeDoneIsTold(string words, params string[] arguments)
    {
        ChildResult result = await ChildProcess.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "batch",
            .. arguments], new Dictionary<string, string>(), default, TestContext.Current.CancellationToken);
        Assert.InRange(result.ExitCode, 2, 3);
        Assert.Contains(words, Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
