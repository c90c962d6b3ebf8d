using System.Buffers.Binary;

namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// A .vaea archive, version 1 or 2: an index, then the chains, then the .vaec files. ARCHIVE.md is normative. Memory of streams and files
/// is shared with the archive that was read, not copied.
/// </summary>
/// <param name="items">The pictures.</param>
/// <param name="sets">The sets of chains, each with a picture at least; none where no picture is in a chain.</param>
internal sealed class ArchiveFile(IReadOnlyList<ArchiveItem> items, IReadOnlyList<ArchiveChains> sets)
{
    /// <summary>The latest version of the format; all before it are read, too.</summary>
    public const byte CurrentVersion = 2;

    /// <summary>From which version on there are plain chains. An archive has the lowest version that can hold it.</summary>
    private const byte PlainVersion = 2;

    private const int CrcOffset = 5, IndexOffset = CrcOffset + 4, MaxIndexBytes = 1 << 26;

    private static ReadOnlySpan<byte> Magic => "VAEA"u8;

    /// <summary>The pictures, in their order.</summary>
    public IReadOnlyList<ArchiveItem> Items { get; } = items;

    /// <summary>The sets of chains, one for each image model that was used.</summary>
    public IReadOnlyList<ArchiveChains> Sets { get; } = sets;

    /// <summary>The version that it has.</summary>
    public byte Version => Sets.All(set => set.HasModel) ? (byte)1 : PlainVersion;

    /// <summary>Whether bytes begin as an archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <summary>How long an archive says that its index is, unpacked; 0 where it does not get so far.</summary>
    public static long IndexBytes(ReadOnlySpan<byte> file)
    {
        if (file.Length < IndexOffset) return 0;
        ByteReader reader = new(file[IndexOffset..]);
        try
        {
            return reader.Varint();
        }
        catch (VaeCodecException)
        {
            return 0;
        }
    }

    /// <summary>Throws unless bytes begin as an archive does, as far as there are any.</summary>
    /// <exception cref="VaeCodecException">NotVaec.</exception>
    public static void RequireMagic(ReadOnlySpan<byte> file)
    {
        int known = Math.Min(file.Length, Magic.Length);
        if (known == 0 || !file[..known].SequenceEqual(Magic[..known]))
            throw ByteReader.Fail(VaeCodecErrorKind.NotVaec, "Not a .vaea archive", 0);
    }

    /// <summary>Reads an archive and checks its index and the sizes of its parts; the parts have checksums of their own, which are checked
    /// when they are used.</summary>
    /// <param name="file">All bytes of the archive.</param>
    /// <param name="maxItems">The most pictures to accept.</param>
    /// <param name="cancellationToken">Looked at for every picture and chain.</param>
    /// <exception cref="VaeCodecException">NotVaec, Truncated, Corrupt, Unsupported or LimitExceeded, with the byte offset where it is
    /// known.</exception>
    public static ArchiveFile Read(ReadOnlyMemory<byte> file, int maxItems = ArchiveIndex.MaxItems,
        CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        RequireMagic(bytes);
        ByteReader reader = new(bytes);
        reader.Bytes(Magic.Length);
        byte version = reader.Byte();
        if (version is < 1 or > CurrentVersion)
            throw ByteReader.Fail(VaeCodecErrorKind.Unsupported,
                $"An archive of version {version}; this build reads versions 1 to {CurrentVersion}", Magic.Length);
        uint crc = reader.UInt32();
        uint unpacked = reader.Varint(), length = reader.Varint();
        int indexAt = reader.Position;
        reader.Bytes(length);
        if (crc != Checksum(bytes[..reader.Position]))
            throw ByteReader.Fail(VaeCodecErrorKind.Corrupt, "The checksum of the archive's index does not hold; fetch it again",
                CrcOffset);
        if (unpacked > MaxIndexBytes)
            throw ByteReader.Fail(VaeCodecErrorKind.LimitExceeded, $"An index of {unpacked} bytes exceeds {MaxIndexBytes}", IndexOffset);
        byte[] content = Zlib.Unpack(file[indexAt..reader.Position], (int)unpacked, "archive's index", cancellationToken);
        ArchiveFile archive = ArchiveIndex.Read(content, maxItems, cancellationToken).Place(file, reader.Position, cancellationToken);
        return archive.Version == version ? archive : throw ByteReader.Fail(VaeCodecErrorKind.Corrupt,
            $"An archive of version {version} with what version {archive.Version} has", Magic.Length);
    }

    /// <summary>The bytes of the archive.</summary>
    /// <exception cref="VaeCodecException">BadArgument: names that an archive cannot have, or chains that do not fit the pictures.
    /// LimitExceeded: 2^31 bytes or more.</exception>
    public byte[] Write()
    {
        byte[] unpacked = ArchiveIndex.Of(this).Write();
        if (unpacked.Length > MaxIndexBytes)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"The archive's index would have {unpacked.Length} bytes; make several of fewer pictures");
        byte[] index = Zlib.Pack(unpacked);
        ReadOnlyMemory<byte>[] parts = [.. Sets.SelectMany(set => set.Streams),
            .. Items.Where(item => item.File is not null).Select(item => item.File!.Value)];
        long length = IndexOffset + 10L + index.Length + parts.Sum(part => (long)part.Length);
        if (length > Array.MaxLength)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"The archive would have {length} bytes; make several of fewer pictures");
        ByteWriter writer = new((int)length);
        writer.Bytes(Magic);
        writer.Byte(Version);
        writer.UInt32(0);
        writer.Varint((uint)unpacked.Length);
        writer.Varint((uint)index.Length);
        writer.Bytes(index);
        int end = writer.Length;
        foreach (ReadOnlyMemory<byte> part in parts) writer.Bytes(part.Span);
        byte[] file = writer.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CrcOffset), Checksum(file.AsSpan(0, end)));
        return file;
    }

    /// <summary>CRC-32C of everything up to the index's end but its own four bytes.</summary>
    private static uint Checksum(ReadOnlySpan<byte> head) => Crc32C.Append(Crc32C.Compute(head[..CrcOffset]), head[IndexOffset..]);
}
