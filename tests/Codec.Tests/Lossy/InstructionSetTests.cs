using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Simd;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>The same bytes and pixels from every instruction set, in child processes that are confined to one.</summary>
public sealed class InstructionSetTests
{
    private const string ExpectedVariable = "VAECODEC_TEST_EXPECTED_FILE";
    private const string BestVariable = "VAECODEC_TEST_EXPECTED_SET";

    public static TheoryData<string, string> Machines => new()
    {
        { Isa.Avx2.Name, nameof(InstructionSet.Vector256) },
        { Isa.Sse.Name, nameof(InstructionSet.Scalar) },
        { Isa.Scalar.Name, nameof(InstructionSet.Scalar) },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task AConfinedMachineWritesAndReadsTheSame(string isa, string widest)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch["expected.vaec"], new VaeEncoder().Encode(Picture).Bytes,
            TestContext.Current.CancellationToken);
        var best = Enum.Parse<InstructionSet>(widest);
        if (InstructionSets.Best < best)
            best = InstructionSets.Best;
        var variables = new Dictionary<string, string> { [ExpectedVariable] = scratch["expected.vaec"], [BestVariable] = best.ToString() };
        await IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(TheFileIsTheOneThatIsExpected), variables,
            TestContext.Current.CancellationToken);
    }

    /// <summary>In a child: compares with the parent's file. By itself: with a second run.</summary>
    [Fact]
    public void TheFileIsTheOneThatIsExpected()
    {
        if (Environment.GetEnvironmentVariable(BestVariable) is { } best)
            Assert.Equal(best, InstructionSets.Best.ToString());
        EncodedImage encoded = new VaeEncoder(new() { Threads = 2 }).Encode(Picture);

        byte[] expected = Environment.GetEnvironmentVariable(ExpectedVariable) is { } path
            ? File.ReadAllBytes(path)
            : new VaeEncoder(new() { Threads = 1 }).Encode(Picture).Bytes;

        Assert.Equal(expected, encoded.Bytes);
        PixelImage decoded = new VaeDecoder().Decode(expected);
        Assert.Equal(VaeDecoder.Identify(expected).PixelsCrc32C, Crc32C.Compute(decoded.Pixels));
        Assert.Equal(encoded.Reconstruction.Pixels, decoded.Pixels);
    }

    private static PixelImage Picture => Photo.Crop(40, 24);
}
