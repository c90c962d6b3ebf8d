using VaeCodec.Fuzz.Engine;
using VaeCodec.Fuzz.Targets;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Hostile archives, as <see cref="FuzzTests"/> has hostile files, with the same settings: each is refused, or its images are,
/// with a documented kind of exception, or they decode, in bounded time and memory.</summary>
public class ArchiveFuzzTests(ITestOutputHelper output)
{
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
        var oracle = new CostOracle();
        Assert.All(seeds, sound => Assert.EndsWith("decoded", target.Run(sound), StringComparison.Ordinal));
        for (int round = 0; round < count; round++)
        {
            byte[] input = havoc.Change(seeds[random.Next(seeds.Length)], seeds);
            if (random.Next(8) != 0)
                input = target.Repair(input);
            string outcome = FuzzTests.Kept(oracle, () => target.Run([.. input]), input, $"seed {seed}, round {round}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine($"{count} archives, {FuzzTests.Told(oracle, outcomes)}");
        Assert.True(count < Usual || outcomes.Where(o => o.Key.Contains("decoded", StringComparison.Ordinal))
            .Sum(o => o.Value) > count / 20, "hardly an archive gets past its checksum");
    }
}
