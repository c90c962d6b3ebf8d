using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace VaeCodec.CommandLine.Files;

/// <summary>A file that a result is written to before it gets its name. It is locked and named after its writer, so that one whose writer
/// was killed can be told from one that is being written, and is removed by whoever writes into the folder next.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".vaecodec-", Suffix = ".part";
    private const int Tries = 10;

    private static readonly ConcurrentDictionary<string, bool> s_swept = new();

    private readonly string _path;
    private bool _hasName;

    private TemporaryFile(string path, SafeFileHandle handle) => (_path, Handle) = (path, handle);

    /// <summary>To write to.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes one in a folder; the first of a process there removes those whose writers are gone.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TemporaryFile In(string folder)
    {
        if (s_swept.TryAdd(folder, true))
            Sweep(folder);
        for (int left = Tries; ; left--)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
                $"{Prefix}{Environment.MachineName}-{Environment.ProcessId}-{Path.GetRandomFileName()}{Suffix}"));
            SafeFileHandle? handle = null;
            try
            {
                handle = FileSystem.CreateNew(path);
            }
            catch (IOException) when (left > 1 && Exists(path))
            {
                // another process looked at it before it was locked
            }

            if (handle is not null && Exists(path))
                return new(path, handle);
            handle?.Dispose();
            if (left <= 1)
                throw new IOException("a temporary file beside it vanishes at once");
        }
    }

    /// <summary>Gives it its name.</summary>
    /// <param name="target">The name.</param>
    /// <param name="replaces">Whether in place of what has it.</param>
    /// <returns>False where something has the name that is not to be replaced.</returns>
    public bool Become(string target, bool replaces)
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose(); // elsewhere the lock is kept until the name is there
        if (replaces)
            FileSystem.Replace(_path, target);
        return _hasName = replaces || FileSystem.TryRename(_path, target);
    }

    /// <summary>Closes it; without a name it is removed.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose();
        try
        {
            if (!_hasName)
                FileSystem.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // gone already; what made the writing fail is what is told
        }
        finally
        {
            Handle.Dispose();
        }
    }

    private static bool Exists(string path) => FileSystem.Find(path, followLinks: false) is not null;

    /// <summary>Removes files of writers on this machine that are neither alive nor hold a lock: both are asked, because a folder can be
    /// shared with processes that are not seen here, or by a file system without locks.</summary>
    private static void Sweep(string folder)
    {
        try
        {
            foreach (string name in FileSystem.List(folder).Where(IsOfTheDead))
                Remove(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the folder's other troubles show when it is written to
        }
    }

    private static void Remove(string path)
    {
        try
        {
            if (FileSystem.Find(path, followLinks: false)?.Kind != FileEntryKind.File)
                return;
            using SafeFileHandle locked = FileSystem.OpenLocked(path);
            FileSystem.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // in use after all, or not ours
        }
    }

    private static bool IsOfTheDead(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal)
            || name.Length < Prefix.Length + Suffix.Length)
            return false;
        string[] parts = name[Prefix.Length..^Suffix.Length].Split('-');
        return parts.Length >= 3 && string.Join('-', parts[..^2]) == Environment.MachineName
            && int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out int process) && !IsAlive(process);
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
