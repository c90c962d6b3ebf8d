using System.Buffers.Binary;

namespace VaeCodec.Images.Tests.Support;

/// <summary>TIFF structures that send who follows their offsets through more than they have bytes.</summary>
internal static class NestedTiff
{
    private const int HeaderBytes = 8, EntryBytes = 12;

    /// <summary>Shapes by their names, each of about so many entries.</summary>
    public static byte[] Of(string shape, int entries) => shape switch
    {
        // one directory, whose every entry says that it itself is the EXIF directory
        "itself" => Directories(Enumerable.Repeat((34665, 0), entries)),
        // every EXIF entry of the first directory leads to one of as many interoperability entries, which lead to one of values
        "tree" => Directories(Enumerable.Repeat((34665, 1), entries / 3), Enumerable.Repeat((40965, 2), entries / 3),
            Enumerable.Repeat((37500, -1), entries / 3)),
        // EXIF directories that each begin within another's entry, so that no two begin at the same place
        "staircase" => Staircase(entries),
        // entries of different tags that all have the whole file as their value
        "shared" => Directories(Enumerable.Repeat((34665, 1), 1), Enumerable.Range(1, entries).Select(tag => (tag, -1))),
        _ => throw new ArgumentException(shape, nameof(shape)),
    };

    /// <param name="directories">The entries of each, as a tag and the directory that it leads to; -1 for one that has the file as its
    /// value.</param>
    private static byte[] Directories(params IEnumerable<(int Tag, int To)>[] directories)
    {
        int[] starts = new int[directories.Length + 1];
        starts[0] = HeaderBytes;
        for (int i = 0; i < directories.Length; i++)
            starts[i + 1] = starts[i] + 2 + (EntryBytes * directories[i].Count()) + 4;
        byte[] file = new byte[starts[^1]];
        "II*\0\b\0\0\0"u8.CopyTo(file);
        for (int i = 0; i < directories.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(starts[i]), (ushort)directories[i].Count());
            int at = starts[i] + 2;
            foreach ((int tag, int to) in directories[i])
            {
                Entry(file.AsSpan(at), tag, to < 0 ? 7 : 4, to < 0 ? file.Length : 1, to < 0 ? 0 : starts[to]);
                at += EntryBytes;
            }
        }

        return file;
    }

    private static byte[] Staircase(int entries)
    {
        byte[] file = Directories(Enumerable.Repeat((34665, 0), entries));
        // an entry's count of values is the count of the entries of the directory that it leads to, which begins there
        for (int i = 0; i < entries; i++)
        {
            int at = HeaderBytes + 2 + (EntryBytes * i);
            Entry(file.AsSpan(at), 34665, 4, entries, at + 4);
        }

        return file;
    }

    private static void Entry(Span<byte> at, int tag, int type, int count, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)type);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], count);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], value);
    }
}
