using VaeCodec.Fuzz.Engine;
using VaeCodec.Fuzz.Targets;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>Hostile inputs of the other kinds, as <see cref="FuzzTests"/> has hostile files, with the same settings: weight files, EXIF and
/// TIFF tags, XMP and JPEG segments, PNM, and image files through libvips.</summary>
public class OtherFuzzTests(ITestOutputHelper output)
{
    private const int Usual = 1500;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Where(target => target is not (VaecTarget or VaeaTarget))
        .Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void DamageIsRefusedOrHarmless(string name)
    {
        int count = FuzzTests.Setting("VAECODEC_FUZZ", Usual), seed = FuzzTests.Setting("VAECODEC_FUZZ_SEED", 1);
        IFuzzTarget target = FuzzTargets.All.Single(t => t.Name == name);
        var random = new Random(seed);
        var havoc = new Havoc(random);
        byte[][] seeds = [.. target.Seeds];
        var oracle = new CostOracle();
        var outcomes = new SortedDictionary<string, int>();
        for (int round = 0; round < count; round++)
        {
            byte[] input = havoc.Change(seeds[random.Next(seeds.Length)], seeds);
            if (random.Next(8) != 0)
                input = target.Repair(input);
            string outcome = FuzzTests.Kept(oracle, () => target.Run([.. input]), input, $"seed {seed}, round {round}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine($"{count} inputs, {FuzzTests.Told(oracle, outcomes)}");
        Assert.True(outcomes.Count > 1);
    }
}
