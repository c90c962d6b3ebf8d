using System.Runtime.CompilerServices;
using VaeCodec.Images;
using VaeCodec.Tool.Files;

namespace VaeCodec.Batch.Sources;

/// <summary>Files in a folder and in those within it, or of whole paths where the folder is none.</summary>
internal sealed class FolderSource(string folder) : ISource
{
    /// <summary>Links to folders are not followed: they could lead in circles.</summary>
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private bool IsAway => folder != Source.List && !Directory.Exists(folder);

    public Task<bool> IsAwayAsync(CancellationToken cancellationToken) => Task.FromResult(IsAway);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? next))
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(next).EnumerateFileSystemInfos("*", s_all))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (entry is DirectoryInfo { LinkTarget: null })
                    folders.Push(entry.FullName);
                else if (entry is FileInfo && (FileNames.IsPicture(entry.Name) || FileNames.IsVaec(entry.Name)))
                    yield return Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = File.OpenRead(Path.Combine(folder, name));
            await using (file.ConfigureAwait(false))
            {
                byte[] head = new byte[ImageSignature.Bytes];
                int known = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)
                    .ConfigureAwait(false);
                if (!head.AsSpan(0, known).StartsWith("VAEC"u8))
                    ImageSignature.Require(head.AsSpan(0, known)); // a device might never end
                using var whole = new MemoryStream();
                whole.Write(head, 0, known);
                await file.CopyToAsync(whole, cancellationToken).ConfigureAwait(false);
                return whole.ToArray();
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            // Where the whole folder is missing, this machine lacks it, and not the picture.
            return IsAway ? throw new IOException($"{folder}: is not there on {Environment.MachineName}", missing) : null;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
