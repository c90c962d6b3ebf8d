using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace VaeCodec.Store.Blobs;

/// <summary>Blobs as files in a folder. What may not be read or written is an IOException, as with any other place for blobs.</summary>
internal sealed class FolderBlobs(string root) : IBlobStore
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Folders whose names this object has seen onto the disk: who made one may not have come to it yet.</summary>
    private readonly ConcurrentDictionary<string, bool> _named = new();

    /// <summary>Makes the folder.</summary>
    public static FolderBlobs Create(string root)
    {
        FolderSync.Create(root);
        return new(root);
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string target = PathOf(key);
        try
        {
            MakeFolder(Path.GetDirectoryName(target)!);
            await DurableFile.WriteAsync(target, content, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(key), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // gone with its folder
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (FileInfo file in new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.LastWriteTimeUtc);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string PathOf(string key) => Path.Combine(_root, key);

    private void MakeFolder(string folder)
    {
        if (folder.Length <= _root.Length || (_named.ContainsKey(folder) && Directory.Exists(folder)))
            return;
        MakeFolder(Path.GetDirectoryName(folder)!);
        FolderSync.Create(folder);
        _named.TryAdd(folder, true);
    }
}
