using VaeCodec.Codec.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>The same lossless file from every instruction set, in child processes that are confined to one.</summary>
public sealed class LosslessInstructionSetTests
{
    private const string ExpectedVariable = "VAECODEC_TEST_EXPECTED_LOSSLESS";

    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task AConfinedMachineWritesAndReadsTheSame(string isa)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch["expected.vaec"], Encode(1), TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string> { [ExpectedVariable] = scratch["expected.vaec"] };
        await IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(TheFileIsTheOneThatIsExpected), variables,
            TestContext.Current.CancellationToken);
    }

    /// <summary>In a child: compares with the parent's file. By itself: with a second run.</summary>
    [Fact]
    public void TheFileIsTheOneThatIsExpected()
    {
        byte[] expected = Environment.GetEnvironmentVariable(ExpectedVariable) is { } path ? File.ReadAllBytes(path) : Encode(1);

        Assert.Equal(expected, Encode(2));
        Assert.Equal(Picture.Pixels, new VaeDecoder().Decode(expected).Pixels);
    }

    private static byte[] Encode(int threads) => new VaeEncoder(new() { Mode = Mode.Lossless(), Threads = threads }).Encode(Picture).Bytes;

    private static PixelImage Picture => Photo.Crop(45, 52);
}
