using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using VaeCodec.Server.Tests.Support;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>Whoever means ill is refused, and nobody else feels it: paths out of the store, huge numbers, broken bodies, bombs, and
/// dozens of clients that are slow. VAECODEC_SERVER_HOSTILE=500 in the environment makes them that many, and what was
/// answered is printed.</summary>
public class HostileTests(ITestOutputHelper output)
{
    private const int FewRequests = 60, FewSlow = 4, ManySlow = 24, AtATime = 4, Told = 5;

    /// <summary>In MiB, by the server's defaults: a picture of the 50 megapixels that it takes has more than half of them.</summary>
    private const double MostMemory = 2048;

    private static readonly TimeSpan s_healthTakes = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task NobodyComesOutOfTheStoreAndNobodyElseFeelsIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads a server's memory in /proc");
        int count = int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_SERVER_HOSTILE"), CultureInfo.InvariantCulture,
            out int many) ? many : FewRequests;
        int slow = count > FewRequests ? ManySlow : FewSlow;
        using var scratch = new ScratchFolder();
        await using IPictureStore store = await PictureStore.CreateAsync(scratch["store"], new() { KeepSmallerOriginal = false });
        string id = (await store.PutFileAsync(Corpus.PathOf("sample.png"))).Picture.Id;
        using var watch = new OutsideWatch(scratch.Path, scratch["store"]);
        // Few slow ones are as many as are served at a time.
        string[] options = slow == FewSlow ? ["--concurrency", "1"] : [];
        await using ServerProgram server = await ServerProgram.StartAsync(scratch["store"], options);
        var clock = Stopwatch.StartNew();
        (string Kind, Task<TimeSpan> Borne)[] slowOnes = [.. Slow(server.Address.Port, id, slow)];
        await AssertOthersAreAnsweredAsync(server, id);
        output.WriteLine(Line($"others are answered beside {slowOnes.Length} slow ones, after {clock.Elapsed.TotalSeconds:F0} s"));
        int port = server.Address.Port, next = -1;
        HostileRequest[] all = Requests(id, count - slowOnes.Length);
        var wrong = new List<string>();
        var statuses = new Dictionary<(string, string), int>();
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => SendAsync()));
        output.WriteLine(Line($"{all.Length} in {clock.Elapsed.TotalSeconds:F0} s, {server.Memory.Peak:F0} MiB at most"));
        foreach (((string kind, string status), int times) in statuses.OrderBy(one => one.Key))
            output.WriteLine($"{kind}: {times} x {status}");
        foreach (string one in wrong.Take(Told))
            output.WriteLine(one);
        Assert.Empty(wrong);
        await AssertOthersAreAnsweredAsync(server, id);
        await Task.WhenAll(slowOnes.Select(one => one.Borne));
        foreach (var kind in slowOnes.GroupBy(one => one.Kind, one => one.Borne.Result))
        {
            (TimeSpan least, TimeSpan most) = (kind.Min(), kind.Max());
            output.WriteLine(Line($"{kind.Key}: {kind.Count()}, dropped after {least.TotalSeconds:F0} to {most.TotalSeconds:F0} s"));
            Assert.True(most < SlowClient.Longest, $"{kind.Key} is not dropped");
        }

        Assert.True(server.IsAlive);
        await AssertOthersAreAnsweredAsync(server, id);
        Assert.InRange(server.Memory.Peak, 1, MostMemory);
        Assert.Equal((0, ""), await server.StopAsync());
        Assert.Empty(await watch.FindAsync());
        VerifyReport report = await store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        output.WriteLine(Line($"{report.Pictures} pictures"));
        Assert.Empty(report.Faults);

        async Task SendAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < all.Length)
            {
                string answer = await all[i].SendAsync(port);
                int[] got = HostileRequest.StatusesOf(answer);
                bool isRight = got.All(all[i].IsFitting) && !answer.Contains(OutsideWatch.Secret, StringComparison.Ordinal)
                    && !answer.Contains("root:", StringComparison.Ordinal) && !answer.Contains("\nX-Evil", StringComparison.Ordinal);
                lock (wrong)
                {
                    (string, string) key = (all[i].Kind, got is [] ? "closed" : got[0].ToString(CultureInfo.InvariantCulture));
                    statuses[key] = statuses.GetValueOrDefault(key) + 1;
                    if (!isRight)
                        wrong.Add($"{all[i].Kind} {Start(Encoding.Latin1.GetString(all[i].Bytes))}: {Start(answer)}");
                }
            }
        }
    }

    /// <summary>Some of each kind, of which there are more than are asked for.</summary>
    private static HostileRequest[] Requests(string id, int count)
    {
        HostileRequest[] heads = [.. new HostileHeads(id).All()], bodies = [.. HostileBodies.All(count > FewRequests ? 8 : 1)];
        var random = new Random(13);
        random.Shuffle(heads);
        random.Shuffle(bodies);
        HostileRequest[] all = [.. bodies.Take(count / 2)];
        all = [.. all, .. heads.Take(count - all.Length)];
        random.Shuffle(all);
        return all;
    }

    /// <summary>Slow clients of each kind; those that read need minutes until they are found out.</summary>
    private static IEnumerable<(string Kind, Task<TimeSpan> Borne)> Slow(int port, string id, int ofEach)
    {
        for (int i = 0; i < ofEach; i++)
        {
            yield return ("slow head", SlowClient.HeadAsync(port));
            yield return ("slow body", SlowClient.BodyAsync(port, 1 + (i % 2 * 1000)));
            if (ofEach > FewSlow)
                yield return ("slow reader", SlowClient.ReadAsync(port, $"/pictures/{id}.jpg?w=200"));
        }
    }

    private static async Task AssertOthersAreAnsweredAsync(ServerProgram server, string id)
    {
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = s_healthTakes };
        Assert.Equal("ok\n", await client.GetStringAsync("/health"));
        Assert.NotEmpty(await client.GetByteArrayAsync($"/pictures/{id}.vaec"));
        using var patient = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage put = await patient.PutAsync("/pictures/good.png",
            new ByteArrayContent(await File.ReadAllBytesAsync(Corpus.PathOf("sample.png"))));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode); // it is there already
    }

    private static string Start(string text)
        => new([.. text.Take(200).Select(letter => char.IsControl(letter) ? '.' : letter)]);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
