using System.Text.Json;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class SurfaceTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RatesOfBothGroupsFollowTheirOwnMultipliers()
    {
        string images = Directory.CreateDirectory(_folder["images"]).FullName;
        File.Copy(Corpus.PathOf("sample.png"), Path.Combine(images, "sample.png"));
        ChildResult result = await VaecTool.RunAsync("bench", "surface", images, "--points", "5", "--json", _folder["s.json"], "--plot",
            _folder["s.svg"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("0.00     0.00 %", result.Text, StringComparison.Ordinal);

        JsonElement json = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(_folder["s.json"],
            TestContext.Current.CancellationToken));
        var points = json.GetProperty("points").EnumerateArray().Select(p =>
            (Coarse: Value(p, "coarse_quality"), Fine: Value(p, "fine_quality"),
            CoarseBpp: Value(p, "coarse_bpp"), FineBpp: Value(p, "fine_bpp"))).ToArray();
        Assert.Equal(5 + 2 * 4, points.Length); // groups farther apart than a step are splits that hvae-r1 was not trained for
        foreach (var same in points.GroupBy(p => p.Coarse))
            Assert.Equal(same.OrderBy(p => p.Fine), same.OrderBy(p => p.FineBpp));
        foreach (var same in points.GroupBy(p => p.Fine))
            Assert.Equal(same.OrderBy(p => p.Coarse), same.OrderBy(p => p.CoarseBpp));

        static double Value(JsonElement point, string name) => point.GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task MistakesAreTold()
    {
        string images = Directory.CreateDirectory(_folder["images"]).FullName;
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "surface", images), 1, "no images", images);
        File.Copy(Corpus.PathOf("sample.png"), Path.Combine(images, "sample.png"));
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "surface", images, "--coarse-layers", "99", "--points", "3"), 2,
            "99 layers");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "surface", images, "--points", "2"), 2, "--points");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "surface", images, "--plot", _folder["no/s.svg"]), 3, "no folder");
    }
}
