namespace VaeCodec.Bitstream.Containers;

/// <summary>A picture of an archive.</summary>
/// <param name="Naming">Gives its name, which is put together for those alone who ask.</param>
/// <param name="File">Its .vaec file; null for a picture that is in a chain.</param>
/// <param name="Set">Of a picture in a chain: which of <see cref="ArchiveFile.Sets"/> it is in, from 0.</param>
internal sealed record ArchiveItem(Func<string> Naming, ReadOnlyMemory<byte>? File, int Set = 0)
{
    /// <summary>A picture with its name, under the rules of <see cref="ArchiveNames"/>.</summary>
    public ArchiveItem(string name, ReadOnlyMemory<byte>? file, int set = 0)
        : this(() => name, file, set)
    {
    }

    /// <summary>Its name.</summary>
    public string Name => Naming();

    /// <summary>Where the file begins in the archive that was read.</summary>
    public long Offset { get; init; }

    /// <summary>Of a picture in a chain of the archive that was read: its place among those of its set.</summary>
    public int Place { get; init; }
}
