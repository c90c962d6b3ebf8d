namespace VaeCodec.Images.Exif;

/// <summary>The EXIF of a TIFF file, which is not a block of its own there but lies among the tags of the picture (Exif 2.32, section
/// 4.6.3): the tags that tell of the picture and not of its storage, in a TIFF structure by themselves. libvips does not look at it.
/// BigTIFF has none for us.</summary>
internal static class TiffExif
{
    private const ushort Orientation = 274, XResolution = 282, YResolution = 283, ResolutionUnit = 296;
    private const ushort Exif = 34665, Gps = 34853, Interoperability = 40965;
    private const int EntryBytes = TiffBytes.EntryBytes;

    /// <summary>Description, make, model, software, date, artist, host, copyright, EXIF, GPS: a picture with one of them has
    /// EXIF.</summary>
    private static readonly ushort[] s_telling = [270, 271, 272, 305, 306, 315, 316, 33432, Exif, Gps];

    private static readonly ushort[] s_kept = [.. s_telling, Orientation, XResolution, YResolution, ResolutionUnit];

    private sealed record Entry(ushort Tag, ushort Type, uint Count, byte[] Value, List<Entry>? Directory);

    /// <summary>The block, in the file's byte order; empty where there is nothing to tell.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded: more than <see cref="ImageMetadata.MaxBytes"/>.</exception>
    public static byte[] Of(ReadOnlySpan<byte> tiff, CancellationToken cancellationToken = default)
        => Of(tiff, new ExifBudget(tiff.Length, cancellationToken));

    /// <summary>The block, with a count of what was read for it.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> tiff, ExifBudget budget)
    {
        var bytes = new TiffBytes(tiff);
        if (!bytes.IsTiff)
            return [];
        List<Entry> entries = Read(tiff, bytes.First, s_kept, [Exif, Gps], budget);
        if (!entries.Exists(entry => s_telling.Contains(entry.Tag)))
            return [];
        using var block = new MemoryStream();
        block.Write(tiff[..4]);
        Put(block, block.Length, TiffBytes.HeaderBytes, 4, bytes.IsLittle);
        Write(block, entries, bytes.IsLittle);
        return block.ToArray();
    }

    /// <summary>The entries of a directory that can be understood, those of the tags <paramref name="kept"/> only unless it is
    /// empty.</summary>
    private static List<Entry> Read(ReadOnlySpan<byte> tiff, uint start, ushort[] kept, ushort[] directories, ExifBudget budget)
    {
        var bytes = new TiffBytes(tiff);
        List<Entry> entries = [];
        if (start > tiff.Length - 2 || !budget.Enters(start))
            return entries;
        int at = (int)start + 2;
        long end = Math.Min(tiff.Length, at + ((long)EntryBytes * bytes.U16((int)start)));
        for (; at <= end - EntryBytes && budget.Visits(); at += EntryBytes)
        {
            TiffEntry entry = bytes.Entry(at);
            if (kept.Length != 0 && !kept.Contains(entry.Tag))
                continue;
            if (directories.Contains(entry.Tag))
            {
                List<Entry> inner = Read(tiff, bytes.U32(at + 8), [], entry.Tag == Exif ? [Interoperability] : [], budget);
                if (inner.Count != 0)
                    entries.Add(new(entry.Tag, 4, 1, [], inner));
                continue;
            }

            if (entry.Tag is Exif or Gps or Interoperability || !bytes.Holds(entry) || !budget.Takes(entry.Length))
                continue;
            entries.Add(new(entry.Tag, entry.Type, entry.Count, tiff.Slice((int)entry.Place, (int)entry.Length).ToArray(), null));
        }

        return entries;
    }

    /// <summary>A directory at the end of the block, what does not fit into its entries behind it.</summary>
    private static void Write(MemoryStream block, List<Entry> entries, bool little)
    {
        long directory = block.Length;
        block.Write(new byte[2 + (entries.Count * EntryBytes) + 4]);
        Put(block, directory, entries.Count, 2, little);
        for (int i = 0; i < entries.Count; i++)
        {
            (ushort tag, ushort type, uint count, byte[] value, List<Entry>? inner) = entries[i];
            long at = directory + 2 + (i * EntryBytes);
            Put(block, at, tag, 2, little);
            Put(block, at + 2, type, 2, little);
            Put(block, at + 4, count, 4, little);
            if (inner is null && value.Length <= TiffBytes.InlineBytes)
            {
                block.Position = at + 8;
                block.Write(value);
                continue;
            }

            block.SetLength((block.Length + 1) / 2 * 2);
            Put(block, at + 8, block.Length, 4, little);
            block.Position = block.Length;
            if (inner is null)
                block.Write(value);
            else
                Write(block, inner, little);
        }
    }

    private static void Put(MemoryStream block, long at, long value, int bytes, bool little)
    {
        block.Position = at;
        for (int i = 0; i < bytes; i++)
            block.WriteByte((byte)(value >> (8 * (little ? i : bytes - 1 - i))));
    }
}
