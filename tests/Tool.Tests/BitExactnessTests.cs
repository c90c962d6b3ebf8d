using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>The first promise: the same bytes from every instruction set and number of threads, encoder and decoder alike.</summary>
public sealed class BitExactnessTests(EncodedSample sample) : IClassFixture<EncodedSample>
{
    public static TheoryData<string, string> Machines => new()
    {
        { Isa.Native.Name, "1" }, { Isa.Native.Name, "2" }, { Isa.Native.Name, "3" },
        { Isa.Avx2.Name, "2" }, { Isa.Sse.Name, "2" }, { Isa.Scalar.Name, "2" },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task EncodingGivesTheSameFile(string isa, string threads)
    {
        byte[] picture = await File.ReadAllBytesAsync(Corpus.PathOf("gray.png"), TestContext.Current.CancellationToken);

        ChildResult result = await VaecTool.RunAsync(Isa.Named(isa), picture, "encode", "-", "-o", "-", "--threads", threads);

        VaecTool.AssertSuccess(result);
        Assert.Equal(await File.ReadAllBytesAsync(sample.Gray, TestContext.Current.CancellationToken), result.Output);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task DecodingGivesTheSamePixels(string isa, string threads)
    {
        using var scratch = new ScratchFolder();
        string expected = (await VaecTool.JsonAsync("info", sample.Gray)).GetProperty("pixels_crc32c").GetString()!;

        ChildResult result = await VaecTool.RunAsync(Isa.Named(isa), default, "decode", sample.Gray, "-o", scratch["a.ppm"], "--json",
            "--threads", threads);

        VaecTool.AssertSuccess(result);
        Assert.Contains($"\"pixels_crc32c\":\"{expected}\"", result.Text, StringComparison.Ordinal);
    }
}
