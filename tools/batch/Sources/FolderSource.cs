using System.Runtime.CompilerServices;
using VaeCodec.Images;
using VaeCodec.Tool.Files;

namespace VaeCodec.Batch.Sources;

/// <summary>Files in a folder and in those within it, or of whole paths where the folder is none.</summary>
internal sealed class FolderSource(string folder) : ISource
{
    /// <summary>Links to folders are not followed: they could lead in circles.</summary>
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private bool IsAway
    {
        get
        {
            if (folder == Source.List)
                return false;
            try
            {
                new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_all).GetEnumerator().Dispose();
                return false;
            }
            catch (Exception away) when (away is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    public Task<bool> IsAwayAsync(CancellationToken cancellationToken) => Task.FromResult(IsAway);

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? next))
        {
            using IEnumerator<FileSystemInfo> entries = Entries(next);
            while (entries.MoveNext())
            {
                FileSystemInfo entry = entries.Current;
                cancellationToken.ThrowIfCancellationRequested();
                if (entry is DirectoryInfo { LinkTarget: null })
                    folders.Push(entry.FullName);
                else if (entry is FileInfo && (FileNames.IsPicture(entry.Name) || FileNames.IsVaec(entry.Name)))
                    yield return Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }

    /// <summary>What is in a folder; nothing, and a line on stderr, where that is a folder in the source that may not be read, such as
    /// lost+found.</summary>
    private IEnumerator<FileSystemInfo> Entries(string inside)
    {
        try
        {
            return new DirectoryInfo(inside).EnumerateFileSystemInfos("*", s_all).GetEnumerator();
        }
        catch (UnauthorizedAccessException denied)
        {
            if (inside == folder)
                throw new IOException(denied.Message, denied);
            Failure.Report($"{inside}: passed over: access is denied", ExitCode.Success);
            return Enumerable.Empty<FileSystemInfo>().GetEnumerator();
        }
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = File.OpenRead(Path.Combine(folder, name));
            await using (file.ConfigureAwait(false))
            {
                if (file.CanSeek && file.Length > Source.MostBytes)
                    throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"it has more than {Source.MostBytes} bytes");
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
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
