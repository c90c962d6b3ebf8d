namespace VaeCodec.Images.Exif;

/// <summary>Counts what the values of a TIFF structure take, which libraries copy one by one: in a damaged one many entries can have the
/// same megabytes as theirs.</summary>
internal static class ExifValues
{
    /// <summary>Counts the values beyond the structure's own bytes, and twice them: sound ones do not have more.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded.</exception>
    public static void Count(ReadOnlySpan<byte> tiff, MetadataBudget budget)
    {
        var bytes = new TiffBytes(tiff);
        if (tiff.Length < TiffBytes.HeaderBytes)
            return;
        long free = 2L * tiff.Length;
        int entriesLeft = tiff.Length / TiffBytes.EntryBytes;
        var known = new HashSet<uint>();
        var waiting = new Queue<uint>([bytes.First]);
        while (waiting.TryDequeue(out uint start))
        {
            if (start > tiff.Length - 2 || !known.Add(start))
                continue;
            int at = (int)start + 2;
            for (int left = bytes.U16((int)start); left > 0 && entriesLeft > 0; left--, entriesLeft--, at += TiffBytes.EntryBytes)
            {
                if (at > tiff.Length - TiffBytes.EntryBytes)
                    break;
                TiffEntry entry = bytes.Entry(at);
                if (ExifWalk.Directories.Contains(entry.Tag))
                    waiting.Enqueue(bytes.U32(at + 8));
                if (entry.Length <= TiffBytes.InlineBytes || !bytes.Holds(entry))
                    continue;
                long counted = Math.Max(0, entry.Length - free);
                free = Math.Max(0, free - entry.Length);
                budget.Take(counted, parts: 0);
            }

            if (at <= tiff.Length - 4 && at > (int)start + 2)
                waiting.Enqueue(bytes.U32(at)); // the next directory
        }
    }
}
