namespace VaeCodec.Bitstream;

/// <summary>A picture of an archive.</summary>
/// <param name="Name">Its name, under the rules of <see cref="ArchiveNames"/>.</param>
/// <param name="File">Its .vaec file; null for a picture that is in a chain.</param>
public sealed record ArchiveItem(string Name, ReadOnlyMemory<byte>? File)
{
    /// <summary>Where the file begins in the archive that was read.</summary>
    public long Offset { get; init; }
}
