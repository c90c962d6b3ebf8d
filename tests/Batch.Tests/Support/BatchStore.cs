using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Store;
using VaeCodec.Store.Remote;
using VaeCodec.Tests.Shared;
using VaeCodec.Tests.Shared.Servers;
using Xunit;

namespace VaeCodec.Batch.Tests.Support;

/// <summary>A store of a test's own, pictures for it, and the command.</summary>
internal sealed class BatchStore : IAsyncDisposable
{
    private readonly ScratchFolder _scratch;
    private readonly List<Process> _started = [];

    private BatchStore(ScratchFolder scratch, string location, IPictureStore store)
        => (_scratch, Location, Store) = (scratch, location, store);

    /// <summary>The store's.</summary>
    public string Location { get; }

    public IPictureStore Store { get; }

    /// <summary>A folder for pictures.</summary>
    public string Pictures => _scratch["in"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes one.</summary>
    /// <param name="remote">Whether it is in PostgreSQL and S3, and not in a folder.</param>
    public static async Task<BatchStore> CreateAsync(bool remote)
    {
        (string location, string? blobs) = remote ? (await RemoteServers.GetAsync()).NewPlace() : ("", null);
        var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["in/deeper"]);
        location = remote ? location : scratch["store"];
        var always = new StorePolicy { KeepSmallerOriginal = false, KeepIncompleteOriginal = false };
        return new(scratch, location, await StoreLocation.CreateAsync(location, blobs, always, Stop));
    }

    /// <summary>Cuts pictures from the repository's sample; every third has a copy.</summary>
    /// <returns>The ids that they will have.</returns>
    public async Task<SortedSet<string>> CutAsync(int pictures, int side)
    {
        PixelImage sample = ImageFile.Load(Corpus.PathOf("sample.png"));
        var random = new Random(5);
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < pictures; i++)
        {
            string file = Path.Combine(Pictures, i % 2 == 0 ? "" : "deeper", $"{i}.png");
            ImageFile.Save(Piece(sample, side, random.Next(sample.Width - side), random.Next(sample.Height - side)), file);
            if (i % 3 == 0)
                File.Copy(file, Path.Combine(Pictures, $"copy-of-{i}.png"));
            ids.Add(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Stop))));
        }

        return ids;
    }

    /// <summary>The ids that the store has.</summary>
    public async Task<List<string>> IdsAsync()
        => await Store.ListAsync(cancellationToken: Stop).Select(picture => picture.Id).Order(StringComparer.Ordinal).ToListAsync(Stop);

    /// <summary>Runs <c>vaecodec batch</c> for this store to its end, which must be a good one.</summary>
    public async Task<string> RunAsync(string command, params string[] arguments)
    {
        ChildResult result = await ChildProcess.RunAsync("dotnet", CommandLine(command, arguments), new Dictionary<string, string>(),
            default, Stop);
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        return result.Text;
    }

    /// <summary>The same, with what it prints as JSON.</summary>
    public async Task<JsonElement> JsonAsync(string command, params string[] arguments)
        => JsonSerializer.Deserialize<JsonElement>(await RunAsync(command, [.. arguments, "--json"]));

    /// <summary>Starts it, and does not wait.</summary>
    public Process Start(string command, params string[] arguments)
    {
        Process started = Process.Start(new ProcessStartInfo("dotnet", CommandLine(command, arguments)) { RedirectStandardOutput = true })!;
        _started.Add(started);
        return started;
    }

    /// <summary>Waits until the store has so many pictures.</summary>
    public async Task WaitAsync(long pictures)
    {
        while ((await Store.GetStatisticsAsync(Stop)).Pictures < pictures)
            await Task.Delay(20, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        await Store.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _scratch.Dispose();
    }

    private string[] CommandLine(string command, string[] arguments)
        => [Path.Combine(AppContext.BaseDirectory, "VaeCodec.Tool.dll"), "batch", command, Location, .. arguments];

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
}
