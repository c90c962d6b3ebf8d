using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public class LauncherTests
{
    [Fact]
    public async Task TheLauncherRunsTheToolAndKeepsStdoutClean()
    {
        ChildResult[] results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ChildProcess.RunAsync(Path.Combine(Corpus.Root, "vaecodec"),
            ["--version"], new Dictionary<string, string>(), default, TestContext.Current.CancellationToken)));

        Assert.All(results, result => Assert.Equal((0, ""), (result.ExitCode, result.Errors)));
        Assert.All(results, result => Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n$", result.Text));
    }
}
