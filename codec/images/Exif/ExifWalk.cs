namespace VaeCodec.Images.Exif;

/// <summary>Whether EXIF can be given to libvips, whose reader follows every offset to a directory as often as it meets it: where many
/// entries lead to one directory, and its entries to another, some kilobytes take it minutes.</summary>
internal static class ExifWalk
{
    /// <summary>EXIF, GPS and interoperability, whose value is another directory.</summary>
    public static readonly IReadOnlyList<ushort> Directories = [34665, 34853, 40965];

    /// <summary>Entries that are always allowed.</summary>
    private const int Free = 64;

    /// <summary>True where following every offset meets no more entries than twice those that the bytes can hold.</summary>
    /// <param name="tiff">EXIF; what is none is not followed.</param>
    public static bool Ends(ReadOnlySpan<byte> tiff)
    {
        var bytes = new TiffBytes(tiff);
        if (!bytes.IsTiff)
            return true;
        int left = Free + (tiff.Length / TiffBytes.EntryBytes * 2);
        var waiting = new Stack<uint>([bytes.First]);
        while (waiting.TryPop(out uint start))
        {
            if (--left < 0)
                return false;
            if (start > tiff.Length - 2)
                continue;
            int at = (int)start + 2;
            for (int entries = bytes.U16((int)start); entries > 0 && at <= tiff.Length - TiffBytes.EntryBytes; entries--)
            {
                if (--left < 0)
                    return false;
                if (Directories.Contains(bytes.U16(at)))
                    waiting.Push(bytes.U32(at + 8));
                at += TiffBytes.EntryBytes;
            }

            if (at <= tiff.Length - 4 && at > (int)start + 2 && bytes.U32(at) is not 0 and var next)
                waiting.Push(next);
        }

        return true;
    }
}
