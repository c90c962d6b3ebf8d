using System.Diagnostics;
using System.Globalization;
using VaeCodec.Images;
using VaeCodec.Server.Tests.Support;
using VaeCodec.Store;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Server.Tests.Load;

/// <summary>Many clients at once: every answer is the planned one, every file a picture, and memory has an end.
/// VAECODEC_SERVER_REQUESTS=5000 in the environment makes them that many, of the photographs of the folder that VAECODEC_SERVER_PHOTOS
/// names, and the times are printed.</summary>
public class LoadTests(ITestOutputHelper output)
{
    private const int FewRequests = 100, Clients = 16, MostPhotos = 24, SideOfPut = 96, Put = 100, Told = 5;

    /// <summary>In MiB, by the server's defaults: 256 of them may be its cache.</summary>
    private const double MostMemory = 1024;

    [Fact]
    public async Task EveryAnswerIsThePlannedOne()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads a server's memory in /proc");
        int count = int.TryParse(Environment.GetEnvironmentVariable("VAECODEC_SERVER_REQUESTS"), CultureInfo.InvariantCulture,
            out int many) ? many : FewRequests;
        using var scratch = new ScratchFolder();
        await using IPictureStore store = await PictureStore.CreateAsync(scratch["store"], new()
        {
            KeepSmallerOriginal = false,
            KeepIncompleteOriginal = false,
        });
        foreach (string photo in Photos())
            await store.PutFileAsync(photo);
        List<StoredPicture> pictures = await store.ListAsync().ToListAsync();
        byte[][] toPut = [.. Pieces()];
        LoadRequest[] plan = new LoadPlan(pictures, toPut).Make(count);
        await using ServerProgram server = await ServerProgram.StartAsync(scratch["store"]);
        var clients = new LoadClients(server.Address, plan);
        output.WriteLine(Line($"{pictures.Count} photographs, {count} requests, {Clients} clients; at rest {server.Memory.Now:F0} MiB"));
        var clock = Stopwatch.StartNew();
        Task running = clients.RunAsync(Clients);
        for (int told = count / 5; told < count; told += count / 5)
        {
            while (clients.Answered < told && !running.IsCompleted)
                await Task.Delay(10);
            output.WriteLine(Line($"after {told}: {clock.Elapsed.TotalSeconds:F0} s, {server.Memory.Now:F0} MiB"));
        }

        await running;
        double seconds = clock.Elapsed.TotalSeconds;
        (_, double peak) = server.Memory;
        foreach ((string kind, double[] times) in clients.Times)
        {
            (double half, double most) = (times[times.Length / 2], times[times.Length * 99 / 100]);
            output.WriteLine(Line($"{kind}: {times.Length}, p50 {half:F1} ms, p99 {most:F1} ms"));
        }

        output.WriteLine(Line($"{seconds:F0} s, {count / seconds:F1} requests/s, {peak:F0} MiB at most"));
        output.WriteLine(Line($"{clients.Busy} answers of 503, {clients.Errors.Count} errors"));
        foreach (string error in clients.Errors.Distinct().Take(Told))
            output.WriteLine(error);
        Assert.Empty(clients.Errors);
        Assert.Equal(count, clients.Answered);
        foreach ((byte[] bytes, LoadRequest request) in clients.Files)
            Look(bytes, request);
        Assert.InRange(peak, 1, MostMemory);
        Assert.Equal((0, ""), await server.StopAsync());
        VerifyReport report = await store.VerifyAsync(new() { OrphanAge = TimeSpan.Zero });
        int put = plan.Select(request => request.Path).Where(path => path.StartsWith("/pictures/put/", StringComparison.Ordinal)).Distinct()
            .Count();
        Assert.Equal((pictures.Count + put, 0), (report.Pictures, report.Faults.Count));
    }

    private static string[] Photos() => Environment.GetEnvironmentVariable("VAECODEC_SERVER_PHOTOS") is { } folder
        ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(MostPhotos)] : [Corpus.PathOf("sample.png")];

    /// <summary>Pictures that differ, cut from the repository's sample.</summary>
    private static IEnumerable<byte[]> Pieces()
    {
        PixelImage sample = ImageFile.Load(Corpus.PathOf("sample.png"));
        var random = new Random(3);
        for (int i = 0; i < Put; i++)
        {
            byte[] pixels = new byte[SideOfPut * SideOfPut * sample.Channels];
            int left = random.Next(sample.Width - SideOfPut), top = random.Next(sample.Height - SideOfPut);
            int row = SideOfPut * sample.Channels;
            for (int y = 0; y < SideOfPut; y++)
                sample.Pixels.AsSpan((((top + y) * sample.Width) + left) * sample.Channels, row).CopyTo(pixels.AsSpan(y * row));
            pixels[0] = (byte)i;
            yield return ImageFile.SaveToBytes(new(SideOfPut, SideOfPut, sample.Channels, pixels), ".png");
        }
    }

    /// <summary>Whether a file is a picture of a size that was asked for.</summary>
    private static void Look(byte[] bytes, LoadRequest request)
    {
        PixelImage image = bytes.AsSpan().StartsWith("VAEC"u8) ? new VaeDecoder().Decode(bytes) : ImageFile.Load(bytes);
        (int width, int height) = request.Most;
        bool isExact = request.Path.Contains("fit=", StringComparison.Ordinal);
        Assert.True(isExact ? (image.Width, image.Height) == (width, height) : (image.Width == width && image.Height <= height)
            || (image.Height == height && image.Width <= width), $"{request.Path}: {image.Width} x {image.Height}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
