using VaeCodec.Codec.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>The same texture from every instruction set, in child processes that are confined to one.</summary>
public sealed class TextureInstructionSetTests
{
    private const string ExpectedVariable = "VAECODEC_TEST_EXPECTED_TEXTURE";

    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task AConfinedMachineDrawsTheSame(string isa)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch["expected.vaec"], Encode(1).Bytes, TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string> { [ExpectedVariable] = scratch["expected.vaec"] };
        await IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(TheFileIsTheOneThatIsExpected), variables,
            TestContext.Current.CancellationToken);
    }

    /// <summary>In a child: compares with the parent's file, which has the checksum of the parent's pixels. By itself: with a second
    /// run.</summary>
    [Fact]
    public void TheFileIsTheOneThatIsExpected()
    {
        byte[] expected = Environment.GetEnvironmentVariable(ExpectedVariable) is { } path ? File.ReadAllBytes(path) : Encode(1).Bytes;
        EncodedImage again = Encode(3);

        Assert.Equal(expected, again.Bytes);
        Assert.Equal(again.Reconstruction.Pixels, new VaeDecoder().Decode(expected).Pixels);
    }

    private static EncodedImage Encode(int threads) => new VaeEncoder(
        new() { Mode = Mode.Texture(Rate.Quality(25), seed: 9), Threads = threads }).Encode(Photo.Crop(45, 52));
}
