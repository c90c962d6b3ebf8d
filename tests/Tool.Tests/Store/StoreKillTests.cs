using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Tool.Tests.Store;

/// <summary>Whatever <c>store add</c> has told of is kept, however it ends: killed at random moments and run again, it loses nothing, keeps
/// nothing twice and damages nothing. VAECODEC_KILLS=20 and VAECODEC_KILL_PICTURES=20000 in the environment make it longer, and
/// VAECODEC_KILL_PHOTOS names a folder of photographs to cut the pictures from, at 256 x 256.</summary>
public class StoreKillTests(ITestOutputHelper output)
{
    private const int Side = 32, SideOfPhotos = 256, Distinct = 3; // of so many, one is a copy of another

    private const int PiecesOfAPhoto = 20;
    private const string Photos = "VAECODEC_KILL_PHOTOS";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsAcknowledgedIsKept(bool remote)
    {
        using var scratch = new ScratchFolder();
        string store = scratch["store"];
        string[] init = ["store", "init", store, "--always-encode"];
        if (remote)
        {
            (store, string place) = (await RemoteServers.GetAsync()).NewPlace();
            init = ["store", "init", store, "--blobs", place, "--always-encode"];
        }

        int pictures = Number("VAECODEC_KILL_PICTURES", 90), kills = Number("VAECODEC_KILLS", 4);
        Directory.CreateDirectory(scratch["in"]);
        var random = new Random(11);
        int cut = 0;
        foreach (PixelImage sample in Samples(pictures, out int side))
        {
            for (int end = Math.Min(pictures, cut + PiecesOfEach(pictures)); cut < end; cut++)
            {
                PixelImage piece = Piece(sample, side, random.Next(sample.Width - side), random.Next(sample.Height - side));
                ImageFile.Save(piece, scratch[$"in/{cut}.png"]);
                if (cut % Distinct == 0)
                    File.Copy(scratch[$"in/{cut}.png"], scratch[$"in/{cut}-copy.png"]);
            }
        }

        Assert.Equal(pictures, cut);
        VaecTool.AssertSuccess(await VaecTool.RunAsync(init));
        var acknowledged = new HashSet<string>();
        int killed = 0;
        for (int round = 0; round < kills; round++)
        {
            // After so many lines, and a moment: wherever in a put that is.
            int lines = random.Next(1, (pictures / kills) + 1);
            if (await AddAsync(scratch["in"], store, lines, TimeSpan.FromMilliseconds(random.Next(30)), acknowledged))
                killed++;
        }

        output.WriteLine($"{killed} killed, {acknowledged.Count} acknowledged by then");
        Assert.False(await AddAsync(scratch["in"], store, int.MaxValue, TimeSpan.Zero, acknowledged));
        string[] ids = [.. (await VaecTool.JsonAsync("store", "ls", store)).EnumerateArray()
            .Select(picture => picture.GetProperty("id").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Superset(acknowledged, ids.ToHashSet());
        Assert.Equal(Directory.GetFiles(scratch["in"]).Select(File.ReadAllBytes).Select(System.Security.Cryptography.SHA256.HashData)
            .Select(Convert.ToHexStringLower).Distinct().Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        JsonElement report = await VaecTool.JsonAsync("store", "verify", store, "--orphans", "0");
        output.WriteLine(report.ToString());
        Assert.Equal((ids.Length, 0), (report.GetProperty("pictures").GetInt32(), report.GetProperty("faults").GetArrayLength()));
        JsonElement after = await VaecTool.JsonAsync("store", "verify", store, "--checksums", "--orphans", "0");
        Assert.Equal((0, 0), (after.GetProperty("orphans_removed").GetInt32(), after.GetProperty("orphans_left").GetInt32()));
        Assert.Equal(kills, killed);
    }

    [Fact]
    public async Task WhatCtrlCLeavesIsToldAsCancelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals");
        using var scratch = new ScratchFolder();
        string store = scratch["store"], blobs = Path.Combine(store, "blobs");
        VaecTool.AssertSuccess(await VaecTool.RunAsync("store", "init", store, "--always-encode"));
        string[] files = [Corpus.PathOf("tiny.png"), Corpus.PathOf("sample.png"), Corpus.PathOf("gray.png")];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "store", "add", store,
            .. files, "--effort", "9", "-q", "50", "--threads", "1", "--json"])
        {
            RedirectStandardOutput = true,
        };
        using Process adding = Process.Start(start)!;
        while (!adding.HasExited && Directory.GetFiles(blobs, "*.vaec", SearchOption.AllDirectories).Length == 0)
            await Task.Delay(50, Stop);
        await Task.Delay(100, Stop); // until the index has it, too
        using Process kill = Process.Start("kill", ["-TERM", adding.Id.ToString(CultureInfo.InvariantCulture)]);
        JsonElement[] reports = [.. JsonSerializer.Deserialize<JsonElement>(await adding.StandardOutput.ReadToEndAsync(Stop))
            .EnumerateArray()];
        await adding.WaitForExitAsync(Stop);
        Assert.Equal(130, adding.ExitCode);
        Assert.Equal(["added", "cancelled", "cancelled"], reports.Select(report => report.GetProperty("status").GetString()));
        Assert.Equal(files, reports.Select(report => report.GetProperty("file").GetString()));
    }

    /// <summary>Adds a folder and collects the ids that it tells of; true where it was killed after so many of them.</summary>
    private static async Task<bool> AddAsync(string folder, string store, int lines, TimeSpan moment, HashSet<string> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "store", "add", store,
            folder, "--recursive", "--threads", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Stop);
        bool killed = false;
        int added = 0;
        while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0].Length == 64)
                acknowledged.Add(words[0]);
            if (words.Length > 1 && words[1] == "added" && ++added == lines)
            {
                await Task.Delay(moment, Stop);
                process.Kill();
                killed = true;
            }
        }

        await process.WaitForExitAsync(Stop);
        Assert.Equal("", await errors);
        Assert.True(killed || process.ExitCode == 0, $"exit code {process.ExitCode}");
        return killed && process.ExitCode != 0;
    }

    /// <summary>What the pictures are cut from: the repository's own sample, or photographs.</summary>
    private static IEnumerable<PixelImage> Samples(int pictures, out int side)
    {
        string? photos = Environment.GetEnvironmentVariable(Photos);
        side = photos is null ? Side : SideOfPhotos;
        int needed = (pictures + PiecesOfEach(pictures) - 1) / PiecesOfEach(pictures);
        return photos is null ? [ImageFile.Load(Corpus.PathOf("sample.png"))]
            : Directory.EnumerateFiles(photos).Order(StringComparer.Ordinal).Take(needed).Select(file => ImageFile.Load(file));
    }

    private static int PiecesOfEach(int pictures) => Environment.GetEnvironmentVariable(Photos) is null ? pictures : PiecesOfAPhoto;

    private static PixelImage Piece(PixelImage image, int side, int left, int top)
    {
        byte[] pixels = new byte[side * side * image.Channels];
        for (int y = 0; y < side; y++)
        {
            image.Pixels.AsSpan((((top + y) * image.Width) + left) * image.Channels, side * image.Channels)
                .CopyTo(pixels.AsSpan(y * side * image.Channels));
        }

        return new(side, side, image.Channels, pixels);
    }

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
