using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests.Store;

/// <summary>Whatever <c>store add</c> has told of is kept, however it ends: killed at random moments and run again, it loses nothing, keeps
/// nothing twice and damages nothing. VAECODEC_KILLS=20 and VAECODEC_KILL_PICTURES=20000 in the environment make it longer.</summary>
public class StoreKillTests(ITestOutputHelper output)
{
    private const int Side = 32, Distinct = 3; // of so many, one is a copy of another

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsAcknowledgedIsKept()
    {
        using var scratch = new ScratchFolder();
        int pictures = Number("VAECODEC_KILL_PICTURES", 90), kills = Number("VAECODEC_KILLS", 4);
        Directory.CreateDirectory(scratch["in"]);
        PixelImage sample = ImageFile.Load(Corpus.PathOf("sample.png"));
        var random = new Random(11);
        for (int i = 0; i < pictures; i++)
        {
            PixelImage piece = Piece(sample, random.Next(sample.Width - Side), random.Next(sample.Height - Side));
            ImageFile.Save(piece, scratch[$"in/{i}.png"]);
            if (i % Distinct == 0)
                File.Copy(scratch[$"in/{i}.png"], scratch[$"in/{i}-copy.png"]);
        }

        string store = scratch["store"];
        VaecTool.AssertSuccess(await VaecTool.RunAsync("store", "init", store, "--always-encode"));
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
        Assert.Equal(ids.Length, Directory.GetFiles(Path.Combine(store, "blobs"), "*", SearchOption.AllDirectories).Length);
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

    private static PixelImage Piece(PixelImage image, int left, int top)
    {
        byte[] pixels = new byte[Side * Side * image.Channels];
        for (int y = 0; y < Side; y++)
        {
            image.Pixels.AsSpan((((top + y) * image.Width) + left) * image.Channels, Side * image.Channels)
                .CopyTo(pixels.AsSpan(y * Side * image.Channels));
        }

        return new(Side, Side, image.Channels, pixels);
    }

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
