using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VaeCodec.CommandLine.Files;

/// <summary>The calls of Linux that .NET does not offer: names of any bytes, links that never replace, and what kind of file one is. Paths
/// are <see cref="FileName.Encode"/>d.</summary>
internal static partial class Posix
{
    private const int AtCurrentFolder = -100, DoNotFollow = 0x100, BasicFields = 0x7ff, StatusBytes = 256;
    private const int WriteOnly = 1, ReadAndWrite = 2, Create = 0x40, Exclusive = 0x80, CloseOnExec = 0x80000;
    private const int LockExclusively = 2, DoNotWait = 4; // of flock, which .NET uses for FileShare.None, too
    private const int AllMayReadAndWrite = 0x1b6, AllMayAll = 0x1ff; // 0666 and 0777, less the process's umask
    private const int NotPermitted = 1, NoEntry = 2, AccessDenied = 13, WouldBlock = 11, Exists = 17, NotAFolder = 20;
    private const int NameTooLong = 36, NotImplemented = 38, TooManyLinks = 40, NotSupported = 95;
    private const int NameOffset = 19, LongestPath = 4096;

    /// <summary>What a name stands for; null where there is nothing.</summary>
    public static FileEntry? Find(string name, bool followLinks)
    {
        byte[] status = new byte[StatusBytes];
        if (Statx(AtCurrentFolder, FileName.Encode(name), followLinks ? 0 : DoNotFollow, BasicFields, status) != 0)
            return Marshal.GetLastPInvokeError() is NoEntry or NotAFolder or TooManyLinks or NameTooLong ? null : throw Error();
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(28));
        ulong node = BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(32)), device = BinaryPrimitives.ReadUInt64LittleEndian(
            status.AsSpan(136));
        FileEntryKind kind = (mode >> 12) switch
        {
            8 => FileEntryKind.File,
            4 => FileEntryKind.Folder,
            10 => FileEntryKind.Link,
            _ => FileEntryKind.Stream,
        };
        return new(kind, (UnixFileMode)(mode & AllMayAll), (device, node));
    }

    /// <summary>Opens a file for reading.</summary>
    public static SafeFileHandle OpenRead(string name) => Handle(Open(FileName.Encode(name), CloseOnExec, 0));

    /// <summary>Makes a file that is not there yet, locked.</summary>
    public static SafeFileHandle CreateNew(string name)
        => Locked(Handle(Open(FileName.Encode(name), WriteOnly | Create | Exclusive | CloseOnExec, AllMayReadAndWrite)));

    /// <summary>Opens a file and locks it.</summary>
    public static SafeFileHandle OpenLocked(string name) => Locked(Handle(Open(FileName.Encode(name), ReadAndWrite | CloseOnExec, 0)));

    /// <summary>Gives a file another name, in place of what has it.</summary>
    public static void Rename(string from, string to) => Check(Rename(FileName.Encode(from), FileName.Encode(to)));

    /// <summary>Gives a file a further name; false where something has that already, and then it stays as it is.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The further name.</param>
    /// <param name="supported">False where the file system has one name per file only.</param>
    public static bool TryLink(string from, string to, out bool supported)
    {
        supported = true;
        if (Link(FileName.Encode(from), FileName.Encode(to)) == 0)
            return true;
        int error = Marshal.GetLastPInvokeError();
        supported = error is not (NotPermitted or NotSupported or NotImplemented);
        return error == Exists || !supported ? false : throw Error();
    }

    /// <summary>Takes a name away.</summary>
    public static void Delete(string name) => Check(Unlink(FileName.Encode(name)));

    /// <summary>Makes a folder, in one that is there; it may be there itself.</summary>
    public static void MakeFolder(string name)
    {
        if (MakeDirectory(FileName.Encode(name), AllMayAll) != 0 && Marshal.GetLastPInvokeError() != Exists)
            throw Error();
    }

    /// <summary>The file that links lead to.</summary>
    public static string Resolve(string name)
    {
        byte[] path = new byte[LongestPath];
        return RealPath(FileName.Encode(name), path) != 0 ? FileName.Decode(path.AsSpan(0, Array.IndexOf(path, (byte)0))) : throw Error();
    }

    /// <summary>The names in a folder, in no order.</summary>
    public static List<string> List(string folder)
    {
        nint stream = OpenDirectory(FileName.Encode(folder));
        if (stream == 0)
            throw Error();
        try
        {
            var names = new List<string>();
            for (nint entry; (entry = ReadDirectory(stream)) != 0;)
            {
                byte[] name = new byte[256];
                int length = 0;
                while (length < name.Length && (name[length] = Marshal.ReadByte(entry, NameOffset + length)) != 0)
                    length++;
                if (FileName.Decode(name.AsSpan(0, length)) is not ("." or "..") and var text)
                    names.Add(text);
            }

            // At the end it is 0: every call of readdir clears it first.
            if (Marshal.GetLastPInvokeError() != 0)
                throw Error();

            return names;
        }
        finally
        {
            _ = CloseDirectory(stream);
        }
    }

    private static SafeFileHandle Handle(int descriptor) => descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
        : throw Error();

    /// <summary>Where the file system knows no locks, there is none.</summary>
    private static SafeFileHandle Locked(SafeFileHandle file)
    {
        if (Lock(file, LockExclusively | DoNotWait) == 0 || Marshal.GetLastPInvokeError() != WouldBlock)
            return file;
        Exception error = Error();
        file.Dispose();
        throw error;
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw Error();
    }

    private static Exception Error() => Marshal.GetLastPInvokeError() switch
    {
        NoEntry => new FileNotFoundException(),
        NotAFolder => new DirectoryNotFoundException(),
        AccessDenied or NotPermitted => new UnauthorizedAccessException(),
        _ => new IOException(Marshal.GetLastPInvokeErrorMessage()),
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    private static partial int Link(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true)]
    private static partial int Unlink(byte[] path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeDirectory(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true)]
    private static partial nint RealPath(byte[] path, [Out] byte[] resolved);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    private static partial nint OpenDirectory(byte[] path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadDirectory(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = true)]
    private static partial int CloseDirectory(nint stream);
}
