using System.Buffers.Binary;

namespace VaeCodec.Images;

/// <summary>Counts what the values of a TIFF structure take, which libraries copy one by one: in a damaged one many entries can have the
/// same megabytes as theirs.</summary>
internal static class ExifValues
{
    private const int EntryBytes = ExifBudget.EntryBytes, HeaderBytes = 8, InlineBytes = 4;

    /// <summary>EXIF, GPS and interoperability, whose value is another directory.</summary>
    private static readonly ushort[] s_directories = [34665, 34853, 40965];

    /// <summary>Counts the values beyond the structure's own bytes, and twice them: sound ones do not have more.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Count(ReadOnlySpan<byte> tiff, MetadataBudget budget)
    {
        bool little = tiff.StartsWith("II"u8);
        if (tiff.Length < HeaderBytes)
            return;
        long free = 2L * tiff.Length;
        int entriesLeft = tiff.Length / EntryBytes;
        var known = new HashSet<uint>();
        var waiting = new Queue<uint>([Read32(tiff[4..], little)]);
        while (waiting.TryDequeue(out uint start))
        {
            if (start > tiff.Length - 2 || !known.Add(start))
                continue;
            int at = (int)start + 2;
            for (int left = Read16(tiff[(int)start..], little); left > 0 && entriesLeft > 0; left--, entriesLeft--, at += EntryBytes)
            {
                if (at > tiff.Length - EntryBytes)
                    break;
                ushort tag = Read16(tiff[at..], little), type = Read16(tiff[(at + 2)..], little);
                uint count = Read32(tiff[(at + 4)..], little), place = Read32(tiff[(at + 8)..], little);
                if (s_directories.Contains(tag))
                    waiting.Enqueue(place);
                long length = count * TiffExif.BytesOf(type);
                if (length <= InlineBytes || place + length > tiff.Length)
                    continue;
                long counted = Math.Max(0, length - free);
                free = Math.Max(0, free - length);
                budget.Take(counted, parts: 0);
            }

            if (at <= tiff.Length - 4 && at > (int)start + 2)
                waiting.Enqueue(Read32(tiff[at..], little)); // the next directory
        }
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
