using System.Diagnostics;
using System.Globalization;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>Benchmark, trainer and server are programs of their own; who calls them does not notice.</summary>
public sealed class ProgramTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--help", "bench", "train", "serve", "encode")]
    [InlineData("bench --help", "vaecodec bench", "--breakdown", "lossless")]
    [InlineData("bench surface --help", "vaecodec bench", "--coarse-layers")]
    [InlineData("train --help", "vaecodec train", "--resume")]
    [InlineData("serve --help", "vaecodec serve", "--listen", "--api-key-file")]
    public async Task HelpIsTheirs(string commandLine, params string[] words)
    {
        ChildResult result = await VaecTool.RunAsync(commandLine.Split(' '));
        VaecTool.AssertSuccess(result);
        Assert.All(words, word => Assert.Contains(word, result.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ExitCodesAndMessagesAreTheirs()
    {
        VaecTool.AssertFailure(await VaecTool.RunAsync("train", "--resume"), 2, "vaecodec train --help");
        ChildResult missing = await VaecTool.RunAsync("train", "none.json");
        Assert.Equal(3, missing.ExitCode);
        Assert.StartsWith("vaecodec train: ", missing.Errors, StringComparison.Ordinal);
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "lossless"), 2, "vaecodec bench lossless --help");
        VaecTool.AssertFailure(await VaecTool.RunAsync("serve", "none"), 3, "none");
        VaecTool.AssertFailure(await VaecTool.RunAsync("serve", "none", "--listen", "0.0.0.0:0"), 2, "--api-key-file");
        VaecTool.AssertFailure(await VaecTool.RunAsync("serve", "none", "--listen", "here"), 2, "--listen");
    }

    [Fact]
    public async Task ATerminationReachesThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals");
        using var scratch = new ScratchFolder();
        File.Copy(Corpus.PathOf("sample.png"), scratch["sample.png"]);
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "bench", scratch.Path, "--effort", "9",
            "--cache", scratch["cache"]];
        using Process bench = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);

        // Not SIGINT, which a shell has its background jobs ignore, and all that they start.
        using Process kill = Process.Start("kill", ["-TERM", bench.Id.ToString(CultureInfo.InvariantCulture)]);
        await bench.WaitForExitAsync(Stop);

        Assert.Contains(bench.ExitCode, new[] { 130, 143 }); // 143: the signal came before the program listened for it
    }
}
