namespace VaeCodec.CommandLine.Files;

/// <summary>What a name stands for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Who may read, write and run it.</param>
/// <param name="Identity">The same for all names of one file, where the system tells.</param>
internal sealed record FileEntry(FileEntryKind Kind, UnixFileMode Mode, (ulong Device, ulong Node)? Identity)
{
    /// <summary>Whether both are the same file by other names.</summary>
    public bool IsSame(FileEntry? other) => Identity is not null && Identity == other?.Identity;
}

/// <summary>The kinds of entries in a folder.</summary>
internal enum FileEntryKind
{
    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, pipe or socket: writing to it replaces nothing.</summary>
    Stream,

    /// <summary>A symbolic link, where links are not followed.</summary>
    Link,
}
