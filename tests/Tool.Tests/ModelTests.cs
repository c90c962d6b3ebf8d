using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>Files of a model that does not ship with the tool, on the command line; and smaller pictures.</summary>
public sealed class ModelTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    private static readonly string s_models = Corpus.PathOf("vectors/models");
    private static readonly string s_golden = Corpus.PathOf("vectors/pictures/rgb-33x17.vaec");

    [Fact]
    public async Task AFileOfAnotherModelNeedsItsFolder()
    {
        using var scratch = new ScratchFolder();
        string id = (await VaecTool.JsonAsync("info", s_golden)).GetProperty("model").GetString()!;

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", s_golden, "-o", scratch["a.png"]), 1, id, "--models");
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", s_golden, "--models", scratch.Path), 1, id, scratch.Path);
        Assert.Empty(scratch.Names);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", s_golden, "-o", scratch["a.png"], "--models", s_models));
        VaecTool.AssertSuccess(await VaecTool.RunAsync("verify", s_golden, sample.Gray, "--models", s_models));
        Assert.Equal(3, (await VaecTool.JsonAsync("info", s_golden, "--models", s_models)).GetProperty("layer_bits").GetArrayLength());
        Assert.Equal((33, 17), (ImageFile.Load(scratch["a.png"]).Width, ImageFile.Load(scratch["a.png"]).Height));
    }

    [Fact]
    public async Task PicturesAreEncodedWithAModelOfChoice()
    {
        using var scratch = new ScratchFolder();

        System.Text.Json.JsonElement report = await VaecTool.JsonAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"],
            "--model", "golden-1", "--models", s_models);
        string model = report.GetProperty("model").GetString()!;

        Assert.Contains((await VaecTool.JsonAsync("info", s_golden)).GetProperty("model").GetString()!, model, StringComparison.Ordinal);
        Assert.InRange(report.GetProperty("bytes").GetInt32(), 1, report.GetProperty("colour_bytes").GetInt32());
        VaecTool.AssertSuccess(await VaecTool.RunAsync("verify", scratch["a.vaec"], "--models", s_models));
        VaecTool.AssertFailure(await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["b.vaec"], "--model", "golden-2",
            "--models", s_models), 1, "golden-2", "golden-1");
        VaecTool.AssertFailure(await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["b.vaec"], "--models",
            scratch["none"]), 2, "no folder");
        Assert.Equal(["a.vaec"], scratch.Names);
    }

    [Fact]
    public async Task APictureCanBeDecodedSmaller()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--scale", "4"));

        PixelImage small = ImageFile.Load(scratch["a.png"]);
        Assert.Equal((50, 34, 1), (small.Width, small.Height, small.Channels));
        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["b.png"], "--scale", "3"), 2, "--scale is 3");
        System.Text.Json.JsonElement json = await VaecTool.JsonAsync("decode", sample.Gray, "-o", scratch["c.png"], "--scale", "8");
        Assert.Equal((25, 17), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()));
    }
}
