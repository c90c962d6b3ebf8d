namespace VaeCodec.CommandLine.Files;

/// <summary>A file to be made, or stdout where the name is <c>-</c>. It appears whole or not at all, and takes nothing's place that was not
/// to be replaced, however late that has come.</summary>
/// <param name="Name">As the user gave it.</param>
/// <param name="Existing">What becomes of a file of that name.</param>
/// <param name="FollowsLinks">Whether a symbolic link stands for the file behind it, as one that a user names does; one that something else
/// chose a name of is a file like any other.</param>
internal sealed record OutputFile(string Name, Existing Existing, bool FollowsLinks = true)
{
    /// <summary>Whether it is stdout.</summary>
    public bool IsStandard => Name == InputFile.Standard;

    /// <summary>Whether it is a device or a pipe: writing to it replaces nothing.</summary>
    public bool IsStream => !IsStandard && IsStreamPath(Path.GetFullPath(Name));

    /// <summary>Whether something has the name that would have to be replaced.</summary>
    public bool IsTaken => !IsStandard && !IsStream && FileSystem.Find(Name, FollowsLinks) is { Kind: not FileEntryKind.Folder };

    /// <summary>Fails now where <see cref="WriteAsync"/> would fail after the work: something has the name and is not to be replaced, or
    /// the name cannot be a file's.</summary>
    /// <exception cref="OutputException">It would fail.</exception>
    public void RequireFree()
    {
        if (Existing == Existing.Refuse && IsTaken)
            throw TakenError(Name, 1);
        RequireFolder();
    }

    /// <summary>The part of <see cref="RequireFree"/> that is not about a file of that name.</summary>
    /// <exception cref="OutputException">There is no folder for it, or it is one.</exception>
    public void RequireFolder()
    {
        if (IsStandard || IsStream)
            return;
        if (FileSystem.IsFolder(Name))
            throw new OutputException($"{Name}: cannot be written: it is a folder; name a file in it");
        if (Path.GetDirectoryName(Path.GetFullPath(Name)) is { } folder && !FileSystem.IsFolder(folder))
            throw new OutputException($"{Name}: cannot be written: there is no folder '{folder}'");
    }

    /// <summary>Writes it: beside the target, which it then takes the place or the name of. Devices and pipes are written to as they
    /// are.</summary>
    /// <exception cref="OutputException">It cannot be written, or something has the name by now.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (IsStandard)
        {
            await StandardOutput.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            if (IsStream)
                await File.WriteAllBytesAsync(Name, content, cancellationToken).ConfigureAwait(false);
            else
                await PutAsync(Path.GetFullPath(Name), content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is (IOException or UnauthorizedAccessException) and not OutputException)
        {
            string why = cause is FileNotFoundException ? "the folder does not exist" : Failure.Describe(cause);
            throw new OutputException($"{Name}: cannot be written: {why}", cause);
        }
    }

    /// <summary>Makes the folder that it is in.</summary>
    /// <exception cref="OutputException">That cannot be.</exception>
    public void MakeFolder()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(Name))!;
        try
        {
            FileSystem.MakeFolder(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{folder}: the folder cannot be made: {Failure.Describe(cause)}", cause);
        }
    }

    /// <summary>What there is to say where outputs exist.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="skipOption">The option that leaves them, where the command has one.</param>
    public static OutputException TakenError(string first, int count, string? skipOption = null)
    {
        (string exists, string them) = count == 1 ? ("exists already", "it") : ($"and {count - 1} more exist already", "them");
        string skip = skipOption is null ? "" : $", {skipOption} leaves {them}";
        return new($"{first}{(count == 1 ? ":" : "")} {exists}; --force replaces {them}{skip}");
    }

    /// <summary>What a user names may be a descriptor (/dev/fd/3, /proc/self/fd/3), which looks like a link to a file; /dev/shm has files
    /// like any other folder.</summary>
    private bool IsStreamPath(string path) => (FollowsLinks && !path.StartsWith("/dev/shm/", StringComparison.Ordinal)
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal)))
        || FileSystem.Find(path, FollowsLinks)?.Kind == FileEntryKind.Stream;

    private async Task PutAsync(string target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FileEntry? old = FileSystem.Find(target, followLinks: false);
        if (old?.Kind == FileEntryKind.Link && FollowsLinks)
        {
            old = FileSystem.Find(target) ?? throw new IOException("it is a link to nothing; name another file");
            target = FileSystem.Resolve(target);
        }

        if (old?.Kind == FileEntryKind.Folder)
            throw new IOException("it is a folder; name a file in it");
        using var file = TemporaryFile.In(Path.GetDirectoryName(target)!);
        if (old?.Kind == FileEntryKind.File && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.Handle, old.Mode);
        await RandomAccess.WriteAsync(file.Handle, content, 0, cancellationToken).ConfigureAwait(false);
        if (!file.Become(target, replaces: Existing == Existing.Replace))
            throw TakenError(Name, 1);
    }
}
