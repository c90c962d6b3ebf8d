using System.Globalization;
using VaeCodec.Codec.Tests.Golden;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Fuzz.Engine;
using VaeCodec.Fuzz.Targets;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>
/// Hostile files: each is refused with a documented kind of exception or decodes to pixels whose checksum holds, in bounded time and
/// memory (<see cref="CostOracle"/>). VAECODEC_FUZZ=1000000 in the environment runs a million of them, VAECODEC_FUZZ_SEED=n others than
/// those of seed 1.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 3000;

    /// <summary>Most of them of the small model: their networks take less time, and all else is the same.</summary>
    private static readonly byte[][] s_files =
    [
        Encode(20, Photo.Crop(9, 7)),
        Encode(70, Photo.Crop(20, 12, 4)),
        Encode(50, Photo.Crop(12, 20, 2) with { Metadata = Samples.All(1, gray: true) }),
        Encode(0, Photo.Crop(1, 1, 1)),
        new VaeEncoder(new() { Mode = Mode.Lossless() }).Encode(Photo.Crop(13, 8, 4)).Bytes,
        new VaeEncoder(new() { Mode = Mode.Texture(seed: 300) }).Encode(Photo.Crop(13, 8, 4)).Bytes,
        Encode(40, Photo.Crop(70, 3) with { Metadata = new() { Xmp = Samples.Xmp(2) } }),
        Small(new() { Mode = Rate.Beta(0.0007, 0.0014, 0.0021) }, Photo.Crop(8, 8)),
        new VaeEncoder(new() { Mode = Rate.Quality(30) }).Encode(Photo.Crop(9, 7)).Bytes,
        File.ReadAllBytes(Corpus.PathOf("vectors/pictures/plain-rgba-33x20.vaec")),
        File.ReadAllBytes(Corpus.PathOf("vectors/pictures/plain-metadata-20x14.vaec")),
    ];

    [Fact]
    public void DamageIsRefusedOrHarmless()
    {
        int count = Setting("VAECODEC_FUZZ", Usual), seed = Setting("VAECODEC_FUZZ_SEED", 1), repairs = 0;
        var mutator = new Mutator(new Random(seed), s_files);
        var outcomes = new SortedDictionary<string, int>();
        var oracle = new CostOracle();
        foreach (byte[] file in s_files)
            VaecTarget.Strict.Decode(file);
        for (int round = 0; round < count; round++)
        {
            byte[] file = mutator.Next(out bool repaired);
            repairs += repaired ? 1 : 0;
            VaeDecoder decoder = round % 4 == 3 ? VaecTarget.Lenient : VaecTarget.Strict;
            string outcome = Kept(oracle, () => VaecTarget.Outcome(decoder, file), file, $"seed {seed}, round {round}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} files, {repairs} with a CRC that holds; {Told(oracle, outcomes)}"));
        Assert.True(repairs > count / 4);
        Assert.True(outcomes.GetValueOrDefault("decoded") > 0 || count < 1000);
    }

    /// <summary>What came of an input; fails, with the input, where it is not what is promised.</summary>
    internal static string Kept(CostOracle oracle, Func<string> run, byte[] input, string where)
    {
        try
        {
            return oracle.Run(run);
        }
        catch (BrokenPromiseException e)
        {
            Assert.Fail($"{e.Message}, {where}: {Convert.ToHexString(input)}");
            throw;
        }
    }

    /// <summary>A line on a run.</summary>
    internal static string Told(CostOracle oracle, SortedDictionary<string, int> outcomes) => string.Create(CultureInfo.InvariantCulture,
        $"at most {oracle.Most.Bytes >> 10} KiB and {oracle.Most.Seconds * 1000:f0} ms; ")
            + string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"));

    private static byte[] Encode(double quality, PixelImage image) => Small(new() { Mode = Rate.Quality(quality) }, image);

    private static byte[] Small(EncoderOptions options, PixelImage image)
        => new VaeEncoder(options with { Model = "golden-1", ModelsFolder = GoldenVector.Models }).Encode(image).Bytes;

    internal static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
