using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class ViewingTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MakesAPageOnceUnlessItIsToBeReplaced()
    {
        string[] arguments = ["bench", "viewing", Corpus.PathOf("sample.png"), "-o", _folder["page"], "--crops", "1", "--codecs", "webp"];
        ChildResult made = await VaecTool.RunAsync(arguments);
        Assert.Equal(0, made.ExitCode);
        Assert.Contains("0.4 bpp: 1 crops; vaecodec 1, vaecodec-texture 1", made.Text, StringComparison.Ordinal);
        Assert.Equal(["crops", "data.js", "index.html", "viewing.css", "viewing.js"],
            Directory.EnumerateFileSystemEntries(_folder["page"]).Select(Path.GetFileName).Order());

        VaecTool.AssertFailure(await VaecTool.RunAsync(arguments), 3, "index.html", "exists already");
        Assert.Equal(0, (await VaecTool.RunAsync([.. arguments, "--force", "--sheets"])).ExitCode);
        Assert.True(File.Exists(_folder["page/sheets/00-sample.png"]));
    }

    [Fact]
    public async Task MistakesAreToldBeforeAnythingIsCoded()
    {
        string image = Corpus.PathOf("sample.png");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", image), 2, "--output");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", image, "-o", ""), 2, "--output is empty");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", "-o", _folder["page"]), 2, "argument missing");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", image, "-o", _folder["page"], "--crops", "0"), 2, "--crops");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", image, "-o", _folder["page"], "--codecs", "gif"), 2, "'gif'");
        VaecTool.AssertFailure(await VaecTool.RunAsync("bench", "viewing", _folder["no.png"], "-o", _folder["page"]), 3, "no.png");
        Assert.Empty(_folder.Names);
    }
}
