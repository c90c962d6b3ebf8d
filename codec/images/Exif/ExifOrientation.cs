namespace VaeCodec.Images.Exif;

/// <summary>The orientation that an EXIF block asks for: tag 0x0112 of the TIFF structure's first directory, 1 (upright) to 8, a whole
/// number of any type.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>1 to 8; 1 where the block has none that can be understood.</summary>
    public static int Of(ReadOnlySpan<byte> exif)
    {
        if (Find(exif) is not { } entry)
            return 1;
        var bytes = new TiffBytes(exif);
        uint value = entry.ValueBytes switch
        {
            1 => exif[(int)entry.Place],
            2 => bytes.U16((int)entry.Place),
            _ => bytes.U32((int)entry.Place),
        };
        return value is >= 1 and <= 8 ? (int)value : 1;
    }

    /// <summary>The block with the orientation 1, for pixels that have been turned; the same bytes where it says so or nothing
    /// already.</summary>
    public static ReadOnlyMemory<byte> Upright(ReadOnlyMemory<byte> exif)
    {
        if (Of(exif.Span) == 1)
            return exif;
        byte[] upright = exif.ToArray();
        var bytes = new TiffBytes(upright);
        int entry = bytes.PlaceOf(bytes.First, Tag)!.Value;
        // one value, in the entry: where several are may be another entry, or a place
        Write(upright.AsSpan(entry + TiffBytes.CountOffset, 4), 1, bytes.IsLittle);
        Span<byte> inline = upright.AsSpan(entry + TiffBytes.ValueOffset, TiffBytes.InlineBytes);
        inline.Clear();
        Write(inline[..bytes.Entry(entry).ValueBytes], 1, bytes.IsLittle);
        return upright;
    }

    private static void Write(Span<byte> number, byte value, bool isLittle)
    {
        number.Clear();
        number[isLittle ? 0 : ^1] = value;
    }

    private static TiffEntry? Find(ReadOnlySpan<byte> exif)
    {
        var bytes = new TiffBytes(exif);
        return bytes.IsTiff && bytes.Find(bytes.First, Tag) is { IsInteger: true } entry && bytes.Holds(entry) ? entry : null;
    }
}
