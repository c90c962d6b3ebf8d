using VaeCodec.Inference.Simd;
using VaeCodec.Inference.Work;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.BitExactness;

/// <summary>Files and pixels do not depend on the instruction set, the number of threads, or the height of strips: random networks and
/// pictures of all sizes. There is no Arm64 machine here; its 128-bit kernels run on x86-64 vectors of that width.</summary>
public sealed class MatrixTests
{
    private const int Cases = 200, CasesInChild = 32;
    private const string DigestsVariable = "VAECODEC_TEST_DIGESTS";

    private static readonly int[] s_threads = [1, 2, 3, 8];

    /// <summary>One strip, strips as low as they can be, and something in between.</summary>
    private static readonly long[] s_stripBytes = [EngineOptions.DefaultStripBytes, 1, 300_000];

    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    public static TheoryData<int> Parts => [0, 1, 2, 3];

    /// <summary>Every instruction set sees every network, and over all networks every number of threads with every height.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    public void FilesAndPixelsAreTheSameOnAllSettings(int part)
    {
        for (int seed = part * Cases / 4; seed < (part + 1) * Cases / 4; seed++)
        {
            var random = new RandomCase(seed);
            (byte[] file, byte[] pixels) = random.Encode(new() { Threads = 1 });
            for (int set = 0; set < InstructionSets.Supported.Count; set++)
            {
                var options = new EngineOptions
                {
                    InstructionSet = InstructionSets.Supported[set],
                    Threads = s_threads[(seed + set) % s_threads.Length],
                    StripBytes = s_stripBytes[(seed / s_threads.Length + set) % s_stripBytes.Length],
                };
                string what = $"seed {seed}, {options.InstructionSet}, {options.Threads} threads, strips of {options.StripBytes} bytes";

                (byte[] sameFile, byte[] samePixels) = random.Encode(options);

                Assert.True(file.AsSpan().SequenceEqual(sameFile), $"another file: {what}");
                Assert.True(pixels.AsSpan().SequenceEqual(samePixels), $"other pixels from the encoder: {what}");
                Assert.True(pixels.AsSpan().SequenceEqual(random.Decode(file, options)), $"other pixels from the decoder: {what}");
            }
        }
    }

    /// <summary>A process that has no wider vectors, as on another machine.</summary>
    [Theory]
    [MemberData(nameof(Machines))]
    public async Task AConfinedMachineGivesTheSame(string isa)
    {
        using var scratch = new ScratchFolder();
        await File.WriteAllLinesAsync(scratch["digests"], Digests(), TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string> { [DigestsVariable] = scratch["digests"] };
        await IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(), nameof(DigestsAreThoseThatAreExpected), variables,
            TestContext.Current.CancellationToken);
    }

    /// <summary>In a child: compares with the parent's. By itself: with a second run.</summary>
    [Fact]
    public void DigestsAreThoseThatAreExpected()
        => Assert.Equal(Environment.GetEnvironmentVariable(DigestsVariable) is { } path ? File.ReadAllLines(path) : [.. Digests()],
            Digests());

    private static IEnumerable<string> Digests() => Enumerable.Range(0, CasesInChild).Select(seed => new RandomCase(seed).Digest(new()
    {
        Threads = 2,
        StripBytes = s_stripBytes[seed % s_stripBytes.Length],
    }));
}
