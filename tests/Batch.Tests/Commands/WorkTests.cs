using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Batch.Tests.Support;
using VaeCodec.Store;
using Xunit;

namespace VaeCodec.Batch.Tests.Commands;

/// <summary>Workers do all that was submitted, once, whatever becomes of some of them. VAECODEC_BATCH_PICTURES=2000 in the environment
/// measures two against one.</summary>
public class WorkTests(ITestOutputHelper output)
{
    private const int Side = 96, SideOfMeasured = 256;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWorkerThatIsKilledLosesNothing(bool remote)
    {
        await using BatchStore at = await BatchStore.CreateAsync(remote);
        SortedSet<string> ids = await at.CutAsync(90, Side);
        await at.RunAsync("submit", at.Pictures, "--shard", "15");
        Process killed = at.Start("work", "--threads", "1", "--timeout", "10"), other = at.Start("work", "--threads", "1", "--timeout",
            "10", "--until-done");
        await at.WaitAsync(4); // in a shard, some way before its end
        killed.Kill();
        await other.WaitForExitAsync(Stop);
        Assert.Equal(0, other.ExitCode);
        Assert.Equal(ids, await at.IdsAsync());
        JsonElement batch = (await at.JsonAsync("status")).GetProperty("batches")[0];
        Assert.Equal((120, 120, 8, 8, 0), (batch.GetProperty("pictures").GetInt32(), batch.GetProperty("done").GetInt32(),
            batch.GetProperty("shards").GetInt32(), batch.GetProperty("shards_done").GetInt32(), batch.GetProperty("failed").GetInt32()));
        Assert.Equal(120, batch.GetProperty("added").GetInt32() + batch.GetProperty("present").GetInt32());
        VerifyReport report = await at.Store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero }, cancellationToken: Stop);
        Assert.Equal((ids.Count, 0), (report.Pictures, report.Faults.Count));
    }

    [Fact]
    public async Task OneThatIsToldToStopWritesDownHowFarItIs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals");
        await using BatchStore at = await BatchStore.CreateAsync(remote: false);
        SortedSet<string> ids = await at.CutAsync(40, Side);
        await at.RunAsync("submit", at.Pictures, "--shard", "1000");
        Process worker = at.Start("work", "--threads", "1");
        await at.WaitAsync(5);
        using (Process kill = Process.Start("kill", ["-TERM", worker.Id.ToString(CultureInfo.InvariantCulture)]))
            await worker.WaitForExitAsync(Stop);
        Assert.Equal(0, worker.ExitCode);
        JsonElement batch = (await at.JsonAsync("status")).GetProperty("batches")[0];
        long done = batch.GetProperty("done").GetInt64(), added = batch.GetProperty("added").GetInt64();
        Assert.InRange(done, 5, 53);
        Assert.Equal((await at.Store.GetStatisticsAsync(Stop)).Pictures, added);
        // The shard is free at once: nobody has to wait until its worker is taken for dead.
        await at.RunAsync("work", "--threads", "1", "--until-done");
        Assert.Equal(ids, await at.IdsAsync());
    }

    [Fact]
    public async Task TwoWorkersAgainstOne()
    {
        Assert.SkipUnless(int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_BATCH_PICTURES"), CultureInfo.InvariantCulture,
            out int pictures), "measures for minutes; VAECODEC_BATCH_PICTURES=2000 asks for it");
        double[] rates = new double[2];
        for (int workers = 1; workers <= rates.Length; workers++)
        {
            await using BatchStore at = await BatchStore.CreateAsync(remote: true);
            SortedSet<string> ids = await at.CutAsync(pictures, SideOfMeasured);
            await at.RunAsync("submit", at.Pictures, "--shard", "50");
            Process[] all = [.. Enumerable.Range(0, workers).Select(_ => at.Start("work", "--threads", "1", "--until-done"))];
            await at.WaitAsync(pictures / 10); // all have started by then
            var clock = Stopwatch.StartNew();
            await at.WaitAsync(pictures * 9 / 10);
            rates[workers - 1] = pictures * 0.8 / clock.Elapsed.TotalSeconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workers} workers: {rates[workers - 1]:F2} pictures/s"));
            await Task.WhenAll(all.Select(worker => worker.WaitForExitAsync(Stop)));
            Assert.Equal(ids, await at.IdsAsync());
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two against one: {rates[1] / rates[0]:F2}"));
    }
}
