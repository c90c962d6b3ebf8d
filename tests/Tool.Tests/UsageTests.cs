using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("", "--help")]
    [InlineData("paint", "paint")]
    [InlineData("encode", "--help")]
    [InlineData("encode IN", "--output")]
    [InlineData("encode IN -o OUT -q 101", "0 and 100")]
    [InlineData("encode IN -o OUT -q -1", "0 and 100")]
    [InlineData("encode IN -o OUT -q NaN", "0 and 100")]
    [InlineData("encode IN -o OUT -q good", "good")]
    [InlineData("encode IN -o OUT -q 50 --beta 0.01", "--beta")]
    [InlineData("encode IN -o OUT --target-bpp 0.5 --target-psnr 30", "--target-psnr")]
    [InlineData("encode IN -o OUT --target-bpp 0", "--target-bpp")]
    [InlineData("encode IN -o OUT --target-size x", "--target-size")]
    [InlineData("encode IN -o OUT --target-psnr 99 --exact never", "cannot be met")]
    [InlineData("encode IN -o OUT --beta 0.01,x", "'x'")]
    [InlineData("encode IN -o OUT --beta 0.01,0", "'0'")]
    [InlineData("encode IN -o OUT --beta 0.01,0.01,0.01", "3 values")]
    [InlineData("encode IN -o OUT --threads -1", "--threads")]
    [InlineData("encode IN -o OUT --threads 1.5", "whole")]
    [InlineData("encode IN -o OUT --effort 10", "--effort")]
    [InlineData("encode IN -o OUT --effort much", "much")]
    [InlineData("encode IN -o OUT --depth 10", "10")]
    [InlineData("encode IN -o OUT --max-pixels 0", "--max-pixels")]
    [InlineData("decode IN -o OUT.png --max-pixels 1e9", "--max-pixels")]
    [InlineData("encode IN -o OUT --sharpen", "--sharpen")]
    [InlineData("encode IN -o - --json", "stdout")]
    [InlineData("encode IN IN -o -", "folder")]
    [InlineData("encode IN IN -o IN", "folder")]
    [InlineData("encode - IN -o FOLDER", "stdin")]
    [InlineData("encode IN -o IN", "it is the input")]
    [InlineData("encode IN -o OUT.JPG", ".JPG")]
    [InlineData("encode IN -o OUT.vaea", ".vaea")]
    [InlineData("decode IN -o OUT.vaea", ".vaea")]
    [InlineData("archive pack OUT.heic IN", ".heic")]
    [InlineData("decode IN -o OUT.xyz", ".xyz")]
    [InlineData("decode IN -o OUT.png --layers -1", "--layers")]
    [InlineData("decode IN -o - --json", "stdout")]
    [InlineData("info", "--help")]
    [InlineData("info --jsn", "--jsn")]
    [InlineData("verify", "--help")]
    public async Task WhatCannotBeCarriedOutIsAUsageError(string commandLine, string word)
    {
        using var scratch = new ScratchFolder();
        string[] arguments = [.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument switch
        {
            "IN" => Corpus.PathOf("tiny.png"),
            "FOLDER" => scratch["folder"],
            _ => argument.Replace("OUT", scratch["out"], StringComparison.Ordinal),
        })];

        ChildResult result = await VaecTool.RunAsync(arguments);

        VaecTool.AssertFailure(result, 2, word);
        Assert.Empty(scratch.Names);
    }

    [Theory]
    [InlineData("--help", "encode")]
    [InlineData("encode --help", "--beta")]
    [InlineData("--version", ".")]
    public async Task HelpIsASuccess(string commandLine, string word)
    {
        ChildResult result = await VaecTool.RunAsync(commandLine.Split(' '));

        VaecTool.AssertSuccess(result);
        Assert.Contains(word, result.Text, StringComparison.Ordinal);
    }
}
