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
    public async Task WorkOverTheLimitIsRefusedByEveryCommand()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-work", "1e8"), 1, "1.0e+8",
            "multiply-adds");
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", sample.Gray, "--max-work", "1e8"), 1, "multiply-adds");
        VaecTool.AssertFailure(await VaecTool.RunAsync("info", sample.Gray, "--max-work", "1e8"), 1, "multiply-adds");
        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-work", "0"), 2, "--max-work");
        Assert.Empty(scratch.Names);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-work", "1e11"));
    }

    [Fact]
    public async Task MemoryOverTheLimitIsRefusedByEveryCommand()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-memory", "5M"), 1,
            "MB of memory", "limit of 5 MB");
        VaecTool.AssertFailure(await VaecTool.RunAsync("verify", sample.Gray, "--max-memory", "5MiB"), 1, "limit of 5.243 MB");
        VaecTool.AssertFailure(await VaecTool.RunAsync("info", sample.Gray, "--max-memory", "5000k"), 1, "limit of 5 MB");
        VaecTool.AssertFailure(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-memory", "0"), 2,
            "--max-memory");
        Assert.Empty(scratch.Names);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", sample.Gray, "-o", scratch["a.png"], "--max-memory", "200M"));
    }

    [Theory]
    [InlineData("encode /dev/zero -o {0}/a")]
    [InlineData("decode /dev/zero -o {0}/a.png")]
    [InlineData("verify /dev/zero")]
    [InlineData("info /dev/zero")]
    [InlineData("archive list /dev/zero")]
    [InlineData("archive extract /dev/zero -o {0}")]
    public async Task WhatNeverEndsIsRefusedAtOnce(string command)
    {
        using var scratch = new ScratchFolder();
        string[] arguments = string.Format(System.Globalization.CultureInfo.InvariantCulture, command, scratch.Path).Split(' ');
        VaecTool.AssertFailure(await VaecTool.RunAsync(arguments), 1, "/dev/zero", "ot a");
        Assert.Empty(scratch.Names);
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
