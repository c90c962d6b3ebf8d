using System.Runtime.InteropServices;

namespace VaeCodec.Store.Blobs;

/// <summary>Writes a folder through to the disk: a new name is on the disk only then (fsync(2)). .NET opens no folders.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0, NoAccess = 13; // EACCES

    /// <summary>Makes a folder, and those above it that are missing; afterwards its name is on the disk, whoever made it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Create(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetDirectoryName(folder) is not { } above)
            return;
        if (!Directory.Exists(above))
            Create(above);
        Directory.CreateDirectory(folder);
        Flush(above);
    }

    /// <summary>Flushes it; does nothing on Windows, which has no such call and needs none, nor where the folder may be used but not
    /// opened.</summary>
    /// <exception cref="IOException">The disk says no.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoAccess)
            return;
        if (descriptor < 0)
            throw new IOException($"{folder}: cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Synchronise(descriptor) != 0)
                throw new IOException($"{folder}: cannot be written through: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
