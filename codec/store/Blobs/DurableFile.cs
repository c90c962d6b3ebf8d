using Microsoft.Win32.SafeHandles;

namespace VaeCodec.Store.Blobs;

/// <summary>Files that are there whole or not at all, whatever happens to the process and the machine.</summary>
internal static class DurableFile
{
    /// <summary>Of files that have not got their name yet.</summary>
    private const string Unfinished = ".part";

    /// <summary>Written through under another name, then renamed, then the folder written through.</summary>
    /// <exception cref="IOException">Something has the name, or it cannot be written.</exception>
    public static async Task WriteAsync(string target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string temporary = target + Unfinished;
        SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous,
            content.Length);
        try
        {
            using (file)
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

        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
    }
}
