using System.Buffers.Binary;

namespace VaeCodec.Images;

/// <summary>The orientation that an EXIF block asks for: tag 0x0112 of the TIFF structure's first directory, 1 (upright) to 8.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112, Short = 3;
    private const int EntryBytes = 12;

    /// <summary>1 to 8; 1 where the block has none that can be understood.</summary>
    public static int Of(ReadOnlySpan<byte> exif)
    {
        if (Find(exif, out bool little) is not { } at)
            return 1;
        int value = Read16(exif[at..], little);
        return value is >= 1 and <= 8 ? value : 1;
    }

    /// <summary>The block with the orientation 1, for pixels that have been turned; the same bytes where it says so or nothing
    /// already.</summary>
    public static ReadOnlyMemory<byte> Upright(ReadOnlyMemory<byte> exif)
    {
        if (Of(exif.Span) == 1)
            return exif;
        byte[] upright = exif.ToArray();
        int at = Find(upright, out bool little)!.Value;
        if (little)
            BinaryPrimitives.WriteUInt16LittleEndian(upright.AsSpan(at), 1);
        else
            BinaryPrimitives.WriteUInt16BigEndian(upright.AsSpan(at), 1);
        return upright;
    }

    /// <summary>The place of the value, or null.</summary>
    private static int? Find(ReadOnlySpan<byte> exif, out bool little)
    {
        little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || !(little || exif.StartsWith("MM\0*"u8)))
            return null;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return null;
        int entries = Read16(exif[(int)directory..], little);
        int at = (int)directory + 2;
        for (int i = 0; i < entries && at + EntryBytes <= exif.Length; i++, at += EntryBytes)
        {
            if (Read16(exif[at..], little) == Tag)
                return Read16(exif[(at + 2)..], little) == Short ? at + 8 : null;
        }

        return null;
    }

    private static int Read16(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
