using System.Diagnostics;
using System.Globalization;
using VaeCodec.Fuzz.Engine;
using VaeCodec.Fuzz.Targets;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Hostile archives, as <see cref="FuzzTests"/> has hostile files, with the same settings: each is refused, or its images are,
/// with a documented kind of exception, or they decode, in bounded time and memory.</summary>
public class ArchiveFuzzTests(ITestOutputHelper output)
{
    /// <summary>That of files, and chains of 64 pictures.</summary>
    private const long MostBytes = (144L << 20) + (16 << 20);

    private const int Usual = 600;

    [Fact]
    public void DamageIsRefusedOrHarmless()
    {
        int count = FuzzTests.Setting("VAECODEC_FUZZ", Usual), seed = FuzzTests.Setting("VAECODEC_FUZZ_SEED", 1);
        var random = new Random(seed);
        var havoc = new Havoc(random);
        var target = new VaeaTarget();
        byte[][] seeds = [.. target.Seeds];
        var outcomes = new SortedDictionary<string, int>();
        (long mostBytes, double mostSeconds) = (0, 0);
        Assert.All(seeds, sound => Assert.EndsWith("decoded", target.Run(sound), StringComparison.Ordinal));
        for (int round = 0; round < count; round++)
        {
            byte[] input = havoc.Change(seeds[random.Next(seeds.Length)], seeds);
            if (random.Next(8) != 0)
                input = target.Repair(input);
            long bytes = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            string outcome = Run(target, input, $"seed {seed}, round {round}: {Convert.ToHexString(input)}");
            (mostBytes, mostSeconds) = (Math.Max(mostBytes, GC.GetAllocatedBytesForCurrentThread() - bytes),
                Math.Max(mostSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds));
            Assert.True(mostBytes <= MostBytes, $"{mostBytes} bytes allocated, seed {seed}, round {round}");
            Assert.True(mostSeconds <= 60, $"{mostSeconds:f1} s, seed {seed}, round {round}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} archives, at most {mostBytes >> 10} KiB and {mostSeconds * 1000:f0} ms; "
                + $"{string.Join("; ", outcomes.Select(o => $"{o.Key} {o.Value}"))}"));
        Assert.True(count < Usual || outcomes.Where(o => o.Key.Contains("decoded", StringComparison.Ordinal))
            .Sum(o => o.Value) > count / 20, "hardly an archive gets past its checksum");
    }

    private static string Run(VaeaTarget target, byte[] input, string what)
    {
        try
        {
            return target.Run(input);
        }
        catch (BrokenPromiseException e)
        {
            Assert.Fail($"{e.Message}, {what}");
            throw;
        }
    }
}
