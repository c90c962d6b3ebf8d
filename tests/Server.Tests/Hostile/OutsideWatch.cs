using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace VaeCodec.Server.Tests.Hostile;

/// <summary>Sees whether a file beside a store is read, and whether anything outside of the store is changed.</summary>
internal sealed class OutsideWatch : IDisposable
{
    /// <summary>What the file has in it, which no answer may have.</summary>
    public const string Secret = "a secret that lies beside the store";

    private const string SecretFile = "secret.txt", ControlFile = "control.txt";

    private readonly string _folder, _store;
    private readonly FileSystemWatcher _watcher;
    private readonly ConcurrentDictionary<string, int> _read = [];
    private readonly string[] _before;

    /// <summary>Watches a folder, but for the store in it.</summary>
    public OutsideWatch(string folder, string store)
    {
        (_folder, _store) = (folder, Path.GetFullPath(store));
        File.WriteAllText(Path.Combine(folder, SecretFile), Secret);
        File.WriteAllText(Path.Combine(folder, ControlFile), "read by the test itself");
        _before = Listing();
        _watcher = new(folder) { NotifyFilter = NotifyFilters.LastAccess };
        _watcher.Changed += (_, change) => _read.AddOrUpdate(change.Name ?? "", 1, (_, count) => count + 1);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>What was read or is changed; empty where nothing is.</summary>
    public async Task<string[]> FindAsync()
    {
        // That what is read is seen at all shows in a file that is read now.
        while (!_read.ContainsKey(ControlFile))
        {
            await File.ReadAllTextAsync(Path.Combine(_folder, ControlFile));
            await Task.Delay(50);
        }

        string[] read = _read.ContainsKey(SecretFile) ? [$"{SecretFile} was read"] : [];
        return [.. read, .. Listing().Except(_before), .. _before.Except(Listing())];
    }

    public void Dispose() => _watcher.Dispose();

    private string[] Listing() => [.. Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(_store, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {HashOf(path)}")];

    private static string HashOf(string path)
        => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "a folder";
}
