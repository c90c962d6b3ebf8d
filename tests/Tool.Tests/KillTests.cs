using System.Diagnostics;
using System.Globalization;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>A process that is killed at any moment leaves the whole output, or what was there before. VAECODEC_KILLS=50 in the environment
/// kills as many; the moments follow from the seed, what the machine does at them does not.</summary>
public sealed class KillTests(EncodedSample sample, ITestOutputHelper output) : IClassFixture<EncodedSample>
{
    private static readonly byte[] s_older = "older"u8.ToArray();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnOutputIsThereWholeOrNotAtAll()
    {
        using var scratch = new ScratchFolder();
        int rounds = int.Parse(Environment.GetEnvironmentVariable("VAECODEC_KILLS") is { Length: > 0 } text ? text : "6",
            CultureInfo.InvariantCulture);
        (string[] Arguments, string Output)[] commands =
        [
            (["encode", Corpus.PathOf("gray.png"), "-o", scratch["a.vaec"], "--force"], scratch["a.vaec"]),
            (["decode", sample.Colour, "-o", scratch["a.png"], "--force"], scratch["a.png"]),
        ];
        var expected = new List<byte[]>();
        var times = new List<TimeSpan>(); // of the last run that came to its end: a busy machine changes its mind
        foreach ((string[] arguments, string path) in commands)
        {
            var clock = Stopwatch.StartNew();
            Assert.True(await RunAsync(arguments, Timeout.InfiniteTimeSpan));
            times.Add(clock.Elapsed);
            expected.Add(await File.ReadAllBytesAsync(path, Stop));
        }

        var random = new Random(6);
        (int killed, int whole) = (0, 0);
        for (int round = 0; killed < rounds && round < 5 * rounds; round++)
        {
            (string[] arguments, string path) = commands[round % 2];
            (byte[] content, TimeSpan time) = (expected[round % 2], times[round % 2]);
            bool older = random.Next(2) == 0;
            File.Delete(path);
            if (older)
                await File.WriteAllBytesAsync(path, s_older, Stop);

            // every other kill late, when the output is about to appear
            double share = round % 4 < 2 ? random.NextDouble() : 0.7 + (0.3 * random.NextDouble());
            var clock = Stopwatch.StartNew();
            if (await RunAsync(arguments, time * share))
                times[round % 2] = clock.Elapsed;
            else
                killed++;

            byte[]? left = File.Exists(path) ? await File.ReadAllBytesAsync(path, Stop) : null;
            whole += left is not null && left.SequenceEqual(content) ? 1 : 0;
            Assert.True(left is null ? !older : left.SequenceEqual(content) || (older && left.SequenceEqual(s_older)),
                $"round {round}, {arguments[0]} killed after {time * share}: {left?.Length} bytes of {content.Length}");
        }

        output.WriteLine($"{killed} killed, {whole} outputs whole, {scratch.Names.Length} files left");
        Assert.True(await RunAsync(commands[0].Arguments, Timeout.InfiniteTimeSpan));
        Assert.DoesNotContain(scratch.Names, name => name.StartsWith('.'));
        Assert.Equal(rounds, killed);
    }

    /// <summary>False when the process had to be killed after that time.</summary>
    private static async Task<bool> RunAsync(string[] arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(Stop).WaitAsync(limit, Stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
