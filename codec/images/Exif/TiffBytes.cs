using System.Buffers.Binary;

namespace VaeCodec.Images.Exif;

/// <summary>The numbers of a TIFF structure (TIFF 6.0, section 2), which EXIF is, in its own byte order.</summary>
internal readonly ref struct TiffBytes(ReadOnlySpan<byte> tiff)
{
    /// <summary>Of the structure, and of an entry of a directory; a value of up to <see cref="InlineBytes"/> is in its entry.</summary>
    public const int HeaderBytes = 8, EntryBytes = 12, InlineBytes = 4;

    /// <summary>Where an entry has the number of its values, and the value or its place.</summary>
    public const int CountOffset = 4, ValueOffset = 8;

    private readonly ReadOnlySpan<byte> _tiff = tiff;

    /// <summary>The lowest byte first.</summary>
    public readonly bool IsLittle = tiff.StartsWith("II"u8);

    /// <summary>Bytes in all.</summary>
    public int Length => _tiff.Length;

    /// <summary>Whether the structure begins as it must.</summary>
    public bool IsTiff => Length >= HeaderBytes && (_tiff.StartsWith(Little) || _tiff.StartsWith(Big));

    private static ReadOnlySpan<byte> Little => "II*\0"u8;

    private static ReadOnlySpan<byte> Big => "MM\0*"u8;

    /// <summary>Where a structure may begin among other bytes; -1 where none does.</summary>
    public static int IndexOfHeader(ReadOnlySpan<byte> bytes)
    {
        int little = bytes.IndexOf(Little), big = (little < 0 ? bytes : bytes[..little]).IndexOf(Big);
        return big < 0 ? little : big;
    }

    /// <summary>The place of the first directory, as the header has it.</summary>
    public uint First => U32(4);

    /// <summary>The number of 16 bits at a place.</summary>
    public ushort U16(int at)
        => IsLittle ? BinaryPrimitives.ReadUInt16LittleEndian(_tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(_tiff[at..]);

    /// <summary>The number of 32 bits at a place.</summary>
    public uint U32(int at)
        => IsLittle ? BinaryPrimitives.ReadUInt32LittleEndian(_tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(_tiff[at..]);

    /// <summary>The entry of a tag in the directory at a place; null without one.</summary>
    public TiffEntry? Find(uint directory, ushort tag) => PlaceOf(directory, tag) is { } at ? Entry(at) : null;

    /// <summary>Where that entry is.</summary>
    public int? PlaceOf(uint directory, ushort tag)
    {
        if (directory > Length - 2)
            return null;
        int at = (int)directory + 2;
        for (int left = U16((int)directory); left > 0 && at <= Length - EntryBytes; left--, at += EntryBytes)
        {
            if (U16(at) == tag)
                return at;
        }

        return null;
    }

    /// <summary>The entry at a place.</summary>
    public TiffEntry Entry(int at)
    {
        var entry = new TiffEntry(U16(at), U16(at + 2), U32(at + CountOffset), at + ValueOffset);
        return entry.Length <= InlineBytes ? entry : entry with { Place = U32(at + ValueOffset) };
    }

    /// <summary>Where a directory tells of the next one; null where it is not whole.</summary>
    public int? LinkOf(uint directory)
    {
        if (directory > Length - 2)
            return null;
        long at = directory + 2L + ((long)EntryBytes * U16((int)directory));
        return at <= Length - 4 ? (int)at : null;
    }

    /// <summary>True for a value that lies within the structure.</summary>
    public bool Holds(TiffEntry entry) => entry.Length > 0 && entry.Place + entry.Length <= Length;
}
