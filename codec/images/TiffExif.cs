using System.Buffers.Binary;

namespace VaeCodec.Images;

/// <summary>The EXIF of a TIFF file, which is not a block of its own there but lies among the tags of the picture (Exif 2.32, section
/// 4.6.3): the tags that tell of the picture and not of its storage, in a TIFF structure by themselves. libvips does not look at it.
/// BigTIFF has none for us.</summary>
internal static class TiffExif
{
    private const ushort Orientation = 274, XResolution = 282, YResolution = 283, ResolutionUnit = 296;
    private const ushort Exif = 34665, Gps = 34853, Interoperability = 40965;
    private const int HeaderBytes = 8, EntryBytes = ExifBudget.EntryBytes, InlineBytes = 4;

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
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < HeaderBytes || !(little || tiff.StartsWith("MM\0*"u8)))
            return [];
        List<Entry> entries = Read(tiff, Read32(tiff[4..], little), little, s_kept, [Exif, Gps], budget);
        if (!entries.Exists(entry => s_telling.Contains(entry.Tag)))
            return [];
        using var block = new MemoryStream();
        block.Write(tiff[..4]);
        Write32(block, HeaderBytes, little);
        Write(block, entries, little);
        return block.ToArray();
    }

    /// <summary>The entries of a directory that can be understood, those of the tags <paramref name="kept"/> only unless it is
    /// empty.</summary>
    private static List<Entry> Read(ReadOnlySpan<byte> tiff, uint start, bool little, ushort[] kept, ushort[] directories,
        ExifBudget budget)
    {
        List<Entry> entries = [];
        if (start > tiff.Length - 2 || !budget.Enters(start))
            return entries;
        int at = (int)start + 2;
        long end = Math.Min(tiff.Length, at + ((long)EntryBytes * Read16(tiff[(int)start..], little)));
        for (; at <= end - EntryBytes && budget.Visits(); at += EntryBytes)
        {
            ReadOnlySpan<byte> entry = tiff.Slice(at, EntryBytes);
            ushort tag = Read16(entry, little), type = Read16(entry[2..], little);
            uint count = Read32(entry[4..], little), place = Read32(entry[8..], little);
            if (kept.Length != 0 && !kept.Contains(tag))
                continue;
            if (directories.Contains(tag))
            {
                List<Entry> inner = Read(tiff, place, little, [], tag == Exif ? [Interoperability] : [], budget);
                if (inner.Count != 0)
                    entries.Add(new(tag, 4, 1, [], inner));
                continue;
            }

            long length = count * BytesOf(type);
            if (length == 0 || tag is Exif or Gps or Interoperability || (length > InlineBytes && place + length > tiff.Length))
                continue;
            if (!budget.Takes(length))
                continue;
            entries.Add(new(tag, type, count, (length <= InlineBytes ? entry.Slice(8, (int)length) : tiff.Slice((int)place, (int)length))
                .ToArray(), null));
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
            if (inner is null && value.Length <= InlineBytes)
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

    /// <summary>TIFF 6.0, section 2; 0 for types that are not known.</summary>
    internal static long BytesOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 => 8,
        _ => 0,
    };

    private static void Put(MemoryStream block, long at, long value, int bytes, bool little)
    {
        block.Position = at;
        for (int i = 0; i < bytes; i++)
            block.WriteByte((byte)(value >> (8 * (little ? i : bytes - 1 - i))));
    }

    private static void Write32(MemoryStream block, uint value, bool little) => Put(block, block.Length, value, 4, little);

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
