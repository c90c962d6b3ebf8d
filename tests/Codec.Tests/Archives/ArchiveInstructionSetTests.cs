using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Archives;

/// <summary>The same archive from every instruction set, in child processes that are confined to one.</summary>
public sealed class ArchiveInstructionSetTests
{
    private const string ExpectedVariable = "VAECODEC_TEST_EXPECTED_ARCHIVE";

    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task AConfinedMachineWritesAndReadsTheSame(string isa)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllBytesAsync(scratch["expected.vaea"], Pack(), TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string> { [ExpectedVariable] = scratch["expected.vaea"] };
        await IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(TheArchiveIsTheOneThatIsExpected), variables,
            TestContext.Current.CancellationToken);
    }

    /// <summary>In a child: compares with the parent's archive. By itself: with a second run.</summary>
    [Fact]
    public void TheArchiveIsTheOneThatIsExpected()
    {
        byte[] expected = Environment.GetEnvironmentVariable(ExpectedVariable) is { } path ? File.ReadAllBytes(path) : Pack();

        Assert.Equal(expected, Pack());
        Assert.Equal(Strokes.Picture(1).Pixels, new VaeArchive(expected)
            .Decode(1, cancellationToken: TestContext.Current.CancellationToken).Pixels);
    }

    private static byte[] Pack()
    {
        var writer = new VaeArchiveWriter();
        for (int i = 0; i < 4; i++)
            writer.Add($"{i}.png", Strokes.Picture(i), cancellationToken: TestContext.Current.CancellationToken);
        return writer.Finish(null, TestContext.Current.CancellationToken).Bytes;
    }
}
