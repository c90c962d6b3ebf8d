using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public class LauncherTests
{
    [Fact]
    public async Task TheLauncherRunsTheToolAndKeepsStdoutClean()
    {
        ChildResult[] first = await Task.WhenAll(RunAsync(), RunAsync());
        ChildResult later = await RunAsync();

        Assert.All([.. first, later], result => Assert.Equal(0, result.ExitCode));
        Assert.All([.. first, later], result => Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n$", result.Text));
        // One of the first two may have built the tool, for both; nobody else says anything.
        Assert.Contains(string.Concat(first.Select(result => result.Errors)),
            (string[])["", "vaecodec: building vaecodec (once, about a minute)\n"]);
        Assert.Equal("", later.Errors);
    }

    [Fact]
    public async Task ALimitOnAddressesIsNamed()
    {
        string command = $"ulimit -v 2000000; '{Path.Combine(Corpus.Root, "vaecodec")}' --version";
        ChildResult result = await ChildProcess.RunAsync("bash", ["-c", command], new Dictionary<string, string>(), default,
            TestContext.Current.CancellationToken);

        VaecTool.AssertFailure(result, 3, "2000000 kB", "ulimit -v", "cgroup");
    }

    private static Task<ChildResult> RunAsync() => ChildProcess.RunAsync(Path.Combine(Corpus.Root, "vaecodec"),
        ["--version"], new Dictionary<string, string>(), default, TestContext.Current.CancellationToken);
}
