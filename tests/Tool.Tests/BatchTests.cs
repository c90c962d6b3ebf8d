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
    public async Task OneInputMayGoIntoAFolderToo()
    {
        using var scratch = new ScratchFolder();

        ChildResult result = await VaecTool.RunAsync("encode", Corpus.PathOf("tiny.png"), "-o", scratch.Path);

        VaecTool.AssertSuccess(result);
        Assert.Contains("bpp", Assert.Single(result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(["tiny.vaec"], scratch.Names);
    }
}
