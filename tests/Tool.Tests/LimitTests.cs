using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>Limits on the command line, and files that have been cut short.</summary>
public sealed class LimitTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    private const string Exact = "26467", OneLess = "26466"; // 199 x 133

    [Fact]
    public async Task PicturesOverTheLimitAreRefusedByEveryCommand()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync("encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], "--max-pixels",
            OneLess), 1, OneLess);
        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-pixels", OneLess), 1, OneLess);
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", sample.Gray, "--max-pixels", OneLess), 1, OneLess);
        VaecTool.AssertFailure(await VaecTool.RunAsync("info", sample.Gray, "--max-pixels", OneLess), 1, OneLess);
        Assert.Empty(scratch.Names);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-pixels", Exact));
    }

    [Fact]
    public async Task WhatIsLeftOfAFileIsDecodedOnRequest()
    {
        using var scratch = new ScratchFolder();
        byte[] file = await File.ReadAllBytesAsync(sample.Gray, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(scratch["cut.vaec"], file[..(file.Length / 2)], TestContext.Current.CancellationToken);

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", scratch["cut.vaec"], "-o", scratch["a.png"]), 1, "cut short");
        ChildResult result = await VaecTool.RunAsync("decode", scratch["cut.vaec"], "-o", scratch["a.png"], "--allow-truncated");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^vaecodec: \S+cut\.vaec: cut short: \d+ of \d+ layers decoded\n$", result.Errors);
        Assert.Equal((199, 133), (ImageFile.Load(scratch["a.png"]).Width, ImageFile.Load(scratch["a.png"]).Height));
    }

    [Fact]
    public async Task AWholeFileNeedsNoWordAboutIt()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--allow-truncated"));
    }
}
