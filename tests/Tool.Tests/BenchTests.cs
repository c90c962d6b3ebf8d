using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class BenchTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WritesResultsAndReport()
    {
        string images = Directory.CreateDirectory(_folder["images"]).FullName;
        File.Copy(Corpus.PathOf("sample.png"), Path.Combine(images, "sample.png"));
        ChildResult result = await VaecTool.RunAsync("bench", images, "--qualities", "10,50,90", "--cache", _folder["cache"],
            "--json", _folder["results.json"], "--html", _folder["report.html"], "--plot", _folder["plot.svg"]);
        Assert.Equal(0, result.ExitCode);

        JsonElement json = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(_folder["results.json"],
            TestContext.Current.CancellationToken));
        Assert.Equal([10.0, 50, 90], json.GetProperty("measurements").EnumerateArray().Select(m => m.GetProperty("setting").GetDouble()));
        Assert.All(json.GetProperty("measurements").EnumerateArray(), m => Assert.True(m.GetProperty("exact").GetBoolean()));
        Assert.Contains("data:image/webp;base64,", await File.ReadAllTextAsync(_folder["report.html"],
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["cache", "images", "plot.svg", "report.html", "results.json"], _folder.Names);
    }

    [Fact]
    public async Task TakesTheTimeApart()
    {
        string images = Directory.CreateDirectory(_folder["images"]).FullName;
        await File.WriteAllBytesAsync(Path.Combine(images, "tiny.ppm"), [.. "P6 9 7 255\n"u8, .. new byte[9 * 7 * 3]],
            TestContext.Current.CancellationToken);
        ChildResult result = await VaecTool.RunAsync("bench", images, "--breakdown", "--qualities", "30");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("1 images, quality 30", result.Text, StringComparison.Ordinal);
        foreach (string row in new[] { "kernel peak", "kMAC/pixel", "analysis 1/4", "top-down 1/64", "synthesis 1/4", "entropy",
            "whole, 1 thread", "libtorch" })
            Assert.Contains(row, result.Text, StringComparison.Ordinal);
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--breakdown", "--html", _folder["report.html"]), 2, "--html");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--breakdown", "--qualities", "30,60"), 2, "one quality");
    }

    [Fact]
    public async Task MistakesAreToldBeforeAnythingIsMeasured()
    {
        string images = Directory.CreateDirectory(_folder["images"]).FullName;
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images), 1, "no images", images);
        File.Copy(Corpus.PathOf("sample.png"), Path.Combine(images, "sample.png"));
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--codecs", "jpeg,gif"), 2, "'gif'", "jpeg2000");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--qualities", "5,101"), 2, "'101'");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--html", _folder["no/report.html"]), 3, "no folder");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", images, "--anchors", _folder["no.csv"]), 3, "no.csv");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", _folder["nowhere"]), 3, "nowhere");
    }
}
