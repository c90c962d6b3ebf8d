using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class FileErrorTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    [Theory]
    [InlineData("encode")]
    [InlineData("decode")]
    public async Task AMissingInputIsAnInputOutputError(string command)
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync(command, scratch["none.png"], "-o",
            scratch[command == "encode" ? "out" : "out.png"]), 3, "none.png", "does not exist");

        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("README.md", "not an image")]
    [InlineData("deep.png", "convert to 8 bits first")]
    public async Task WhatCannotBeEncodedIsBadInput(string name, string word)
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync("encode", Corpus.PathOf(name), "-o", scratch["out.vaec"]), 1, name, word);

        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("info")]
    [InlineData("verify")]
    public async Task AnImageIsNoVaecFile(string command)
    {
        using var scratch = new ScratchFolder();
        string[] output = command == "decode" ? ["-o", scratch["out.png"]] : [];

        VaecTool.AssertFailure(await VaecTool.RunAsync([command, Corpus.PathOf("tiny.png"), .. output]), 1, "tiny.png");

        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("none/out.png")]
    [InlineData("file/out.png")]
    [InlineData("folder.png/")]
    public async Task AnOutputThatCannotBeWrittenIsAnInputOutputError(string output)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["file"], "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(scratch["folder.png"], "", TestContext.Current.CancellationToken);
        int expected = output.EndsWith('/') ? 2 : 3;

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", Path.Combine(scratch.Path, output)), expected,
            output.TrimEnd('/'));

        Assert.Equal(["file", "folder.png"], scratch.Names);
    }

    [Fact]
    public async Task AnOutputIsReplacedWhole()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["out.pgm"], new string('x', 100_000), TestContext.Current.CancellationToken);

        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["out.pgm"], "--force"));

        Assert.Equal(["out.pgm"], scratch.Names);
        Assert.InRange(new FileInfo(scratch["out.pgm"]).Length, 199 * 133, (199 * 133) + 100);
    }

    [Fact]
    public async Task AFailureLeavesAnOlderOutputAsItWas()
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllTextAsync(scratch["out.png"], "older", TestContext.Current.CancellationToken);

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", Corpus.PathOf("tiny.png"), "-o", scratch["out.png"], "--force"), 1);

        Assert.Equal("older", await File.ReadAllTextAsync(scratch["out.png"], TestContext.Current.CancellationToken));
    }
}
