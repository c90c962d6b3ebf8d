using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace VaeCodec.Tool.Files;

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
                handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (left > 1 && File.Exists(path))
            {
                // another process looked at it before it was locked
            }

            if (handle is not null && File.Exists(path))
                return new(path, handle);
            handle?.Dispose();
            if (left <= 1)
                throw new IOException("a temporary file beside it vanishes at once");
        }
    }

    /// <summary>Gives it its name, in place of what has it.</summary>
    public void Become(string target)
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose(); // elsewhere the lock is kept until the name is there
        File.Move(_path, target, overwrite: true);
        _hasName = true;
    }

    /// <summary>Closes it; without a name it is removed.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
            Handle.Dispose();
        if (!_hasName)
            File.Delete(_path);
        Handle.Dispose();
    }

    /// <summary>Removes files of writers on this machine that are neither alive nor hold a lock: both are asked, because a folder can be
    /// shared with processes that are not seen here, or by a file system without locks.</summary>
    private static void Sweep(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                if (IsOfTheDead(Path.GetFileName(path)) && new FileInfo(path).LinkTarget is null)
                    Remove(path);
            }
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
            // read and write: a pipe of that name would keep a reader waiting
            using SafeFileHandle locked = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // in use after all, or not ours
        }
    }

    private static bool IsOfTheDead(string name)
    {
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
