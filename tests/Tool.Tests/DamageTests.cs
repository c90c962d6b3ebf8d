using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

public sealed class DamageTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(-100)]
    [InlineData(-4)]
    [InlineData(-1)]
    public async Task ATruncatedFileIsBadInputAndMakesNoFile(int length)
    {
        using var scratch = new ScratchFolder();
        byte[] file = await File.ReadAllBytesAsync(sample.Gray, TestContext.Current.CancellationToken);
        byte[] cut = length < 0 ? file[..^-length] : file[..length];

        ChildResult result = await VaecTool.RunAsync(Isa.Native, cut, "decode", "-", "-o", scratch["out.png"]);

        VaecTool.AssertFailure(result, 1, "stdin");
        Assert.Empty(scratch.Names);
    }

    [Fact]
    public async Task VerifyTellsIntactFilesFromDamagedOnes()
    {
        using var scratch = new ScratchFolder();
        byte[] file = await File.ReadAllBytesAsync(sample.Gray, TestContext.Current.CancellationToken);
        var random = new Random(7);
        var damaged = new List<string>();
        for (int i = 0; i < 60; i++)
        {
            byte[] copy = i % 3 == 0 ? file[..random.Next(file.Length)] : [.. file];
            if (i % 3 == 1)
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
            if (i % 3 == 2)
                copy = [.. copy, (byte)i];
            damaged.Add(scratch[$"{i}.vaec"]);
            await File.WriteAllBytesAsync(damaged[^1], copy, TestContext.Current.CancellationToken);
        }

        ChildResult result = await VaecTool.RunAsync(["verify", sample.Colour, .. damaged, sample.Gray]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([$"{sample.Colour}: intact, 480 x 320", $"{sample.Gray}: intact, 199 x 133"],
            result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(damaged, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")[1]));
        Assert.DoesNotContain("internal error", result.Errors, StringComparison.Ordinal);
    }
}
