namespace VaeCodec.Images.Exif;

/// <summary>The small picture in an EXIF block (Exif 2.32, section 4.5.3), in a directory of its own behind the first.</summary>
internal static class ExifThumbnail
{
    private const ushort Start = 0x0201, Length = 0x0202;

    /// <summary>The block without it, since it would lie where the picture is upright: its directory is no longer linked, its bytes are 0,
    /// and nothing else moves, because makers' notes have places in them.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> exif)
    {
        var bytes = new TiffBytes(exif.Span);
        if (!bytes.IsTiff || bytes.LinkOf(bytes.First) is not { } link || bytes.U32(link) == 0)
            return exif;
        uint second = bytes.U32(link);
        byte[] without = exif.ToArray();
        without.AsSpan(link, 4).Clear();
        if (Number(bytes, second, Start) is { } start && Number(bytes, second, Length) is { } length && start <= exif.Length
            && length <= exif.Length - start)
        {
            without.AsSpan((int)start, (int)length).Clear();
            if (start + length == exif.Length)
                return without.AsMemory(0, (int)start);
        }

        return without;
    }

    private static uint? Number(TiffBytes bytes, uint directory, ushort tag)
        => bytes.Find(directory, tag) is { ValueBytes: 4, Count: 1 } entry ? bytes.U32((int)entry.Place) : null;
}
