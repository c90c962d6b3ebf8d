using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace VaeCodec.Store.Blobs;

/// <summary>Blobs as files in a folder.</summary>
internal sealed class FolderBlobs(string root) : IBlobStore
{
    /// <summary>Of files that have not got their name yet.</summary>
    private const string Unfinished = ".part";

    /// <summary>Makes the folder.</summary>
    public static FolderBlobs Create(string root)
    {
        Directory.CreateDirectory(root);
        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(root))!);
        return new(root);
    }

    /// <summary>Written through under another name, then renamed, then the folder written through.</summary>
    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string target = PathOf(key), folder = Path.GetDirectoryName(target)!, temporary = target + Unfinished;
        MakeFolder(folder);
        try
        {
            using (SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None,
                FileOptions.Asynchronous, content.Length))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellationToken).ConfigureAwait(false);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FolderSync.Flush(folder);
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

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (FileInfo file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.LastWriteTimeUtc);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string PathOf(string key) => Path.Combine(root, key);

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        for (string above = Path.GetDirectoryName(folder)!; above.Length >= root.Length; above = Path.GetDirectoryName(above)!)
            FolderSync.Flush(above);
    }
}
