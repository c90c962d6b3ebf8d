using Microsoft.Win32.SafeHandles;

namespace VaeCodec.CommandLine.Files;

/// <summary>Files by their names, which may be any bytes on Linux. Elsewhere .NET's own functions have to do.</summary>
internal static class FileSystem
{
    private static readonly bool s_linux = OperatingSystem.IsLinux();

    /// <summary>What a name stands for; null where there is nothing.</summary>
    public static FileEntry? Find(string name, bool followLinks = true)
    {
        if (s_linux)
            return Posix.Find(name, followLinks);
        FileEntryKind? kind = Directory.Exists(name) ? FileEntryKind.Folder : File.Exists(name) ? FileEntryKind.File : null;
        return kind is null ? null : new(kind.Value, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(name), null);
    }

    /// <summary>Whether it is a folder, by itself or behind links.</summary>
    public static bool IsFolder(string name) => Find(name)?.Kind == FileEntryKind.Folder;

    /// <summary>Opens a file for reading.</summary>
    public static FileStream OpenRead(string name)
        => s_linux && !FileName.IsText(name) ? new(Posix.OpenRead(name), FileAccess.Read) : File.OpenRead(name);

    /// <summary>Makes a file that is not there yet, and locks it for as long as it is open.</summary>
    /// <exception cref="IOException">Something has the name, or a lock on it.</exception>
    public static SafeFileHandle CreateNew(string name)
        => s_linux ? Posix.CreateNew(name) : File.OpenHandle(name, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <summary>Opens a file and locks it.</summary>
    /// <exception cref="IOException">Something has a lock on it.</exception>
    public static SafeFileHandle OpenLocked(string name)
        => s_linux ? Posix.OpenLocked(name) : File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Gives a file another name, in place of what has it.</summary>
    public static void Replace(string from, string to)
    {
        if (s_linux)
            Posix.Rename(from, to);
        else
            File.Move(from, to, overwrite: true);
    }

    /// <summary>Gives a file another name; false where something has it already, and then both stay as they are. There is no moment between
    /// looking and naming: .NET's own <see cref="File.Move(string, string)"/> has one.</summary>
    public static bool TryRename(string from, string to)
    {
        bool supported = false;
        if (s_linux && Posix.TryLink(from, to, out supported))
        {
            Posix.Delete(from);
            return true;
        }

        if (supported || Find(to, followLinks: false) is not null)
            return false;
        File.Move(from, to);
        return true;
    }

    /// <summary>Takes a name away.</summary>
    public static void Delete(string name)
    {
        if (s_linux)
            Posix.Delete(name);
        else
            File.Delete(name);
    }

    /// <summary>Makes a folder and those above it that are missing.</summary>
    public static void MakeFolder(string name)
    {
        if (!s_linux)
        {
            Directory.CreateDirectory(name);
            return;
        }

        if (name.Length == 0 || IsFolder(name))
            return;
        MakeFolder(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(name)) ?? "");
        Posix.MakeFolder(name);
    }

    /// <summary>The file that links lead to.</summary>
    public static string Resolve(string name) => s_linux ? Posix.Resolve(name)
        : File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? name;

    /// <summary>The names in a folder, in the order of their characters' codes.</summary>
    public static string[] List(string folder)
        => [.. (s_linux ? Posix.List(folder) : Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)];
}
