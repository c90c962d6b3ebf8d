using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task AFolderTakesAllThatWorksAndTheWorstCodeIsReturned()
    {
        using var scratch = new ScratchFolder();

        ChildResult encoded = await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), Corpus.PathOf("deep.png"),
            Corpus.PathOf("tiny.png"),
            "-o", scratch["vaec"], "--json");

        Assert.Equal(1, encoded.ExitCode);
        Assert.Contains("deep.png", Assert.Single(encoded.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        string[] files = [scratch["vaec/gray.vaec"], scratch["vaec/tiny.vaec"]];
        Assert.Equal(files, Directory.EnumerateFiles(scratch["vaec"]).Order(StringComparer.Ordinal));
        JsonElement reports = JsonSerializer.Deserialize<JsonElement>(encoded.Output);
        Assert.Equal(["gray.png", "deep.png", "tiny.png"],
            reports.EnumerateArray().Select(report => Path.GetFileName(report.GetProperty("file").GetString())));
        Assert.Equal(["ok", "failed", "ok"], reports.EnumerateArray().Select(report => report.GetProperty("status").GetString()));
        Assert.Equal(files, reports.EnumerateArray().Where(report => report.GetProperty("status").GetString() == "ok")
            .Select(report => report.GetProperty("output").GetString()));

        ChildResult decoded = await VaecTool.RunAsync(["decode", .. files, "-o", scratch["png"]]);

        VaecTool.AssertSuccess(decoded);
        Assert.Equal([scratch["png/gray.png"], scratch["png/tiny.png"]],
            Directory.EnumerateFiles(scratch["png"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ABatchThatIsStoppedTellsWhatWasDone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals");
        CancellationToken stop = TestContext.Current.CancellationToken;
        using var scratch = new ScratchFolder();
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "encode", Corpus.PathOf("tiny.png"),
            Corpus.PathOf("sample.png"), Corpus.PathOf("gray.png"), "-o", scratch["out"], "--effort", "9", "--json"];
        using Process encode = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (!File.Exists(scratch["out/tiny.vaec"]) && !encode.HasExited)
            await Task.Delay(50, stop);

        // Not SIGINT, which a shell has its background jobs ignore, and all that they start.
        using Process kill = Process.Start("kill", ["-TERM", encode.Id.ToString(CultureInfo.InvariantCulture)]);
        string output = await encode.StandardOutput.ReadToEndAsync(stop);
        await encode.WaitForExitAsync(stop);

        Assert.Equal(130, encode.ExitCode);
        Assert.Equal(["ok", "cancelled", "cancelled"], JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray()
            .Select(report => report.GetProperty("status").GetString()));
        Assert.Equal(["out/tiny.vaec"], Directory.EnumerateFiles(scratch["out"]).Select(path => Path.GetRelativePath(scratch.Path, path)));
    }

    [Fact]
    public async Task OneInputMayGoIntoAFolderToo()
    {
        using var scratch = new ScratchFolder();

        ChildResult result = await VaecTool.RunAsync("encode", Corpus.PathOf("tiny.png"), "-o", scratch.Path);

        VaecTool.AssertSuccess(result);
        Assert.Contains("bpp", Assert.Single(result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(["tiny.vaec"], scratch.Names);
    }
}
