namespace VaeCodec.Bitstream.Containers;

/// <summary>A picture of an archive.</summary>
/// <param name="Name">Its name, under the rules of <see cref="ArchiveNames"/>.</param>
/// <param name="File">Its .vaec file; null for a picture that is in a chain.</param>
/// <param name="Set">Of a picture in a chain: which of <see cref="ArchiveFile.Sets"/> it is in, from 0.</param>
internal sealed record ArchiveItem(string Name, ReadOnlyMemory<byte>? File, int Set = 0)
{
    /// <summary>Where the file begins in the archive that was read.</summary>
    public long Offset { get; init; }

    /// <summary>Of a picture in a chain of the archive that was read: its place among those of its set.</summary>
    public int Place { get; init; }
}
