using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>Pictures drawn from models on the command line.</summary>
public sealed class SampleTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    [Fact]
    public async Task PicturesAreDrawnAndTheSeedSaysWhich()
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertSuccess(await VaecTool.RunAsync("sample", "-o", scratch["a.png"], "--size", "96x64", "--seed", "7"));
        VaecTool.AssertSuccess(await VaecTool.RunAsync("sample", "hvae-r1", "-o", scratch["b.png"], "--size", "96x64", "--seed", "7"));
        VaecTool.AssertSuccess(await VaecTool.RunAsync("sample", "-o", scratch["c.png"], "--size", "96x64"));
        PixelImage a = ImageFile.Load(scratch["a.png"]);
        Assert.Equal((96, 64, 3), (a.Width, a.Height, a.Channels));
        Assert.Equal(a.Pixels, ImageFile.Load(scratch["b.png"]).Pixels);
        Assert.NotEqual(a.Pixels, ImageFile.Load(scratch["c.png"]).Pixels);
        VaecTool.AssertFailure(await VaecTool.RunAsync("sample", "-o", scratch["a.png"]), 3, "a.png");
        VaecTool.AssertFailure(await VaecTool.RunAsync("sample", "-o", scratch["a.xyz"], "--size", "32768x32768"), 2, "xyz");
    }

    [Fact]
    public async Task SmallPicturesLieSideBySide()
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertSuccess(await VaecTool.RunAsync("sample", "vlae-mnist", "--count", "5", "-o", scratch["a.png"]));
        PixelImage sheet = ImageFile.Load(scratch["a.png"]);
        Assert.Equal((84, 56, 1), (sheet.Width, sheet.Height, sheet.Channels)); // the sixth place is black
        Assert.All(Enumerable.Range(28, 28), y => Assert.Equal(-1, sheet.Pixels.AsSpan((y * 84) + 56, 28).IndexOfAnyExcept((byte)0)));
    }

    [Fact]
    public async Task TheFileSaysWhatIsDrawnOn()
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertSuccess(await VaecTool.RunAsync("sample", "--from", sample.Gray, "--layers", "3", "-o", scratch["a.png"]));
        Assert.Equal((199, 133), (ImageFile.Load(scratch["a.png"]).Width, ImageFile.Load(scratch["a.png"]).Height));
    }

    [Theory]
    [InlineData("--size", "0x5")]
    [InlineData("--size", "5")]
    [InlineData("--temperature", "9")]
    [InlineData("--layers", "3")]
    [InlineData("--count", "3")]
    [InlineData("--from", "a.vaec", "--layers", "3", "-q", "5")]
    [InlineData("vlae-mnist", "-q", "5")]
    public async Task WhatDoesNotGoTogetherIsRefused(params string[] arguments)
    {
        using var scratch = new ScratchFolder();
        VaecTool.AssertFailure(await VaecTool.RunAsync(["sample", "-o", scratch["a.png"], .. arguments]), 2);
        Assert.Empty(scratch.Names);
    }
}
