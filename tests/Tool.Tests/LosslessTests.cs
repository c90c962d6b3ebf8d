using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class LosslessTests
{
    [Theory]
    [InlineData("gray.png")]
    [InlineData("rgba.png")]
    [InlineData("tiny.png")]
    public async Task EveryPixelComesBack(string name)
    {
        using var scratch = new ScratchFolder();

        JsonElement encoded = await VaecTool.JsonAsync("encode", Corpus.PathOf(name), "-o", scratch["a.vaec"], "--lossless");
        await VaecTool.JsonAsync("decode", scratch["a.vaec"], "-o", scratch["a.png"]);
        JsonElement info = await VaecTool.JsonAsync("info", scratch["a.vaec"]);
        ChildResult verified = await VaecTool.RunAsync("verify", scratch["a.vaec"]);

        Assert.Equal(ImageFile.Load(Corpus.PathOf(name)).Pixels, ImageFile.Load(scratch["a.png"]).Pixels);
        Assert.Equal(JsonValueKind.Null, encoded.GetProperty("psnr").ValueKind);
        Assert.Equal(0, encoded.GetProperty("quality").GetDouble());
        Assert.True(encoded.GetProperty("pixel_bits").GetInt64() > 0);
        Assert.Equal(encoded.GetProperty("pixel_bits").GetInt64(), info.GetProperty("pixel_bits").GetInt64());
        VaecTool.AssertSuccess(verified);
    }

    [Fact]
    public async Task LayersShowTheLossyPicture()
    {
        using var scratch = new ScratchFolder();
        string picture = Corpus.PathOf("rgba.png");
        JsonElement lossy = await VaecTool.JsonAsync("encode", picture, "-o", scratch["lossy.vaec"], "-q", "30", "--exact", "never",
            "--keep-hidden");
        await VaecTool.JsonAsync("encode", picture, "-o", scratch["a.vaec"], "--lossless", "-q", "30");
        string layers = lossy.GetProperty("beta").GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture);

        await VaecTool.JsonAsync("decode", scratch["lossy.vaec"], "-o", scratch["lossy.png"]);
        await VaecTool.JsonAsync("decode", scratch["a.vaec"], "-o", scratch["a.png"], "--layers", layers);

        Assert.Equal(ImageFile.Load(scratch["lossy.png"]).Pixels, ImageFile.Load(scratch["a.png"]).Pixels);
    }

    [Fact]
    public async Task WhatIsCutShowsTheLossyPictureAndSaysSo()
    {
        using var scratch = new ScratchFolder();
        await VaecTool.JsonAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], "--lossless");
        byte[] file = await File.ReadAllBytesAsync(scratch["a.vaec"], TestContext.Current.CancellationToken);

        ChildResult result = await VaecTool.RunAsync(Isa.Native, file.AsMemory(0, file.Length - 9), "decode", "-", "-o", scratch["a.png"],
            "--allow-truncated");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("without the exact pixels", result.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch["a.png"]));
    }

    [Fact]
    public async Task ATargetIsAUsageError()
    {
        using var scratch = new ScratchFolder();
        ChildResult result = await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], "--lossless",
            "--target-bpp", "1");
        VaecTool.AssertFailure(result, 2, "--target-bpp", "--lossless");
        Assert.Empty(scratch.Names);
    }

    [Fact]
    public async Task TheBenchmarkMeasuresEveryImage()
    {
        using var scratch = new ScratchFolder();
        File.Copy(Corpus.PathOf("tiny.png"), scratch["tiny.png"]);
        ChildResult result = await VaecTool.RunAsync("bench", "lossless", scratch.Path, "--json", scratch["results.json"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("tiny.png", result.Text, StringComparison.Ordinal);
        JsonElement first = JsonSerializer.Deserialize<JsonElement>(
            await File.ReadAllBytesAsync(scratch["results.json"], TestContext.Current.CancellationToken)).GetProperty("measurements")[0];
        Assert.True(first.GetProperty("exact").GetBoolean());
        Assert.True(first.GetProperty("bpp").GetDouble() > 0);
    }
}
