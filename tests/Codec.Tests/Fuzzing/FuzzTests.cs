using System.Diagnostics;
using System.Globalization;
using VaeCodec.Codec.Tests.Golden;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Fuzz.Targets;
using Xunit;

namespace VaeCodec.Codec.Tests.Fuzzing;

/// <summary>
/// Hostile files: each is refused with a documented kind of exception or decodes to pixels whose checksum holds, in bounded time and
/// memory. VAECODEC_FUZZ=1000000 in the environment runs a million of them, VAECODEC_FUZZ_SEED=n others than those of seed 1.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    /// <summary>The picture's blocks may have 2^20 pixels whatever the limit is; metadata three times 2^24 bytes.</summary>
    private const long MostBytes = (80L << 20) + (64 << 20);

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
    ];

    [Fact]
    public void DamageIsRefusedOrHarmless()
    {
        int count = Setting("VAECODEC_FUZZ", Usual), seed = Setting("VAECODEC_FUZZ_SEED", 1), repairs = 0;
        var mutator = new Mutator(new Random(seed), s_files);
        var outcomes = new SortedDictionary<string, int>();
        double allowed = count > Usual ? 2 : 60; // a long run has the machine to itself; beside other tests only a hang is a failure
        (long mostBytes, double mostSeconds) = (0, 0);
        foreach (byte[] file in s_files)
            VaecTarget.Strict.Decode(file);
        for (int round = 0; round < count; round++)
        {
            byte[] file = mutator.Next(out bool repaired);
            repairs += repaired ? 1 : 0;
            string what = $"seed {seed}, round {round}: {Convert.ToHexString(file)}";
            VaeDecoder decoder = round % 4 == 3 ? VaecTarget.Lenient : VaecTarget.Strict;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            double seconds = Time(() => Try(decoder, file, what), out string outcome);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            if (seconds > allowed)
                seconds = Math.Min(seconds, Time(() => Try(decoder, file, what), out _)); // a busy machine, perhaps
            (mostBytes, mostSeconds) = (Math.Max(mostBytes, bytes), Math.Max(mostSeconds, seconds));
            Assert.True(bytes <= MostBytes, $"{bytes} bytes allocated, {what}");
            Assert.True(seconds <= allowed, $"{seconds:f1} s, {what}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} files, {repairs} with a CRC that holds, at most {mostBytes >> 10} KiB and {mostSeconds * 1000:f0} ms; "
                + $"{string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"))}"));
        Assert.True(repairs > count / 4);
        Assert.True(outcomes.GetValueOrDefault("decoded") > 0 || count < 1000);
    }

    private static double Time(Func<string> work, out string outcome)
    {
        long start = Stopwatch.GetTimestamp();
        outcome = work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Try(VaeDecoder decoder, byte[] file, string what)
    {
        try
        {
            return VaecTarget.Outcome(decoder, file);
        }
        catch (BrokenPromiseException e)
        {
            Assert.Fail($"{e.Message}, {what}");
            throw;
        }
    }

    private static byte[] Encode(double quality, PixelImage image) => Small(new() { Mode = Rate.Quality(quality) }, image);

    private static byte[] Small(EncoderOptions options, PixelImage image)
        => new VaeEncoder(options with { Model = "golden-1", ModelsFolder = GoldenVector.Models }).Encode(image).Bytes;

    internal static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
