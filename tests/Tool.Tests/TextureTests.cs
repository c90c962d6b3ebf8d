using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class TextureTests
{
    [Theory]
    [InlineData("gray.png", "--target-bpp", "0.6")]
    [InlineData("rgba.png", "-q", "20")]
    public async Task ThereAndBack(string name, string option, string value)
    {
        using var scratch = new ScratchFolder();
        string picture = Corpus.PathOf(name);

        JsonElement plain = await VaecTool.JsonAsync("encode", picture, "-o", scratch["plain.vaec"], option, value);
        JsonElement encoded = await VaecTool.JsonAsync("encode", picture, "-o", scratch["a.vaec"], option, value, "--texture",
            "--temperature", "1.2", "--seed", "7", "--threads", "1");
        JsonElement decoded = await VaecTool.JsonAsync("decode", scratch["a.vaec"], "-o", scratch["a.png"], "--threads", "3");
        string layers = encoded.GetProperty("beta").GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await VaecTool.JsonAsync("decode", scratch["a.vaec"], "-o", scratch["layers.png"], "--layers", layers);
        JsonElement info = await VaecTool.JsonAsync("info", scratch["a.vaec"]);
        ChildResult verified = await VaecTool.RunAsync("verify", scratch["a.vaec"]);

        Assert.Equal(info.GetProperty("pixels_crc32c").GetString(), decoded.GetProperty("pixels_crc32c").GetString());
        Assert.Equal(7, info.GetProperty("texture").GetProperty("seed").GetInt32());
        Assert.InRange(info.GetProperty("texture").GetProperty("temperature").GetDouble(), 1.18, 1.20);
        Assert.NotEqual(ImageFile.Load(scratch["a.png"]).Pixels, ImageFile.Load(scratch["layers.png"]).Pixels);
        int bytes = plain.GetProperty("bytes").GetInt32();
        Assert.InRange(encoded.GetProperty("bytes").GetInt32(), 0.98 * bytes, 1.02 * bytes + 14);
        Assert.True(encoded.GetProperty("psnr").GetDouble() < plain.GetProperty("psnr").GetDouble());
        VaecTool.AssertSuccess(verified);
    }

    [Fact]
    public async Task WhatDoesNotGoTogetherIsAUsageError()
    {
        using var scratch = new ScratchFolder();
        foreach ((string[] options, string[] words) in new (string[], string[])[]
        {
            (["--texture", "--lossless"], ["--lossless", "--texture"]),
            (["--texture", "--target-psnr", "30"], ["--target-psnr", "--texture"]),
            (["--temperature", "1"], ["--temperature", "--texture"]),
            (["--seed", "1"], ["--seed", "--texture"]),
            (["--texture", "--temperature", "3"], ["--temperature", "2"]),
        })
        {
            VaecTool.AssertFailure(await VaecTool.RunAsync(["encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], .. options]), 2,
                words);
        }

        Assert.Empty(scratch.Names);
    }

    [Fact]
    public async Task TheBenchmarkMeasuresEveryPicture()
    {
        using var scratch = new ScratchFolder();
        File.Copy(Corpus.PathOf("rgba.png"), scratch["rgba.png"]);
        ChildResult result = await VaecTool.RunAsync("bench", "texture", scratch.Path, "--json", scratch["results.json"]);

        Assert.Equal(0, result.ExitCode);
        JsonElement[] rows = [.. JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(scratch["results.json"],
            TestContext.Current.CancellationToken)).GetProperty("measurements").EnumerateArray()];
        Assert.Equal(9, rows.Length);
        Assert.True(rows[2].GetProperty("gradient").GetDouble() > rows[1].GetProperty("gradient").GetDouble());
        Assert.Equal(0, rows[1].GetProperty("shift").GetDouble());
    }
}
