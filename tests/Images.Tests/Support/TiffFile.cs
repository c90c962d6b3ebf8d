namespace VaeCodec.Images.Tests.Support;

/// <summary>A small gray TIFF file with EXIF among its tags, and the EXIF block that belongs to it.</summary>
internal static class TiffFile
{
    private const int Text = 2, Short = 3, Long = 4, Rational = 5, Undefined = 7, PixelsAt = 8;

    /// <summary>3 x 2.</summary>
    private static readonly byte[] s_pixels = [10, 20, 30, 40, 50, 0];

    private sealed record Tag(int Number, int Type, int Count, byte[] Value, Tag[]? Directory = null);

    public static byte[] WithExif(bool littleEndian, int orientation, byte[]? xmp = null)
    {
        Tag[] storage =
        [
            Word(256, 3), Word(257, 2), Word(258, 8), Word(259, 1), Word(262, 1), Number(273, PixelsAt), Word(277, 1), Word(278, 2),
                Number(279, s_pixels.Length),
            .. xmp is null ? Array.Empty<Tag>() : [new Tag(700, Undefined, xmp.Length, xmp)],
        ];
        return Build(littleEndian, s_pixels, [.. storage.Concat(xmp is null ? Telling(orientation) : [Word(274, orientation)])
            .OrderBy(tag => tag.Number)]);

        Tag Word(int number, int value) => new(number, Short, 1, Value(littleEndian, value, 2));

        Tag Number(int number, int value) => new(number, Long, 1, Value(littleEndian, value, 4));

        Tag[] Telling(int turned) => TiffFile.Telling(littleEndian, turned);
    }

    /// <summary>What is to come of it: upright.</summary>
    public static byte[] ExpectedExif(bool littleEndian) => Build(littleEndian, [], Telling(littleEndian, 1));

    private static Tag[] Telling(bool little, int orientation) =>
    [
        new(270, Text, 10, [.. "a picture\0"u8]),
        new(274, Short, 1, Value(little, orientation, 2)),
        new(282, Rational, 1, [.. Value(little, 72, 4), .. Value(little, 1, 4)]),
        new(34665, Long, 1, [],
        [
            new(33434, Rational, 1, [.. Value(little, 1, 4), .. Value(little, 60, 4)]),
            new(36864, Undefined, 4, [.. "0232"u8]),
            new(37500, Undefined, 13, [.. "maker's notes"u8]),
            new(40965, Long, 1, [], [new(1, Text, 4, [.. "R98\0"u8])]),
        ]),
        new(34853, Long, 1, [], [new(1, Text, 2, [.. "N\0"u8])]),
    ];

    private static byte[] Build(bool little, byte[] behindHeader, Tag[] root)
    {
        List<byte> file = [.. little ? "II*\0"u8 : "MM\0*"u8, .. Value(little, PixelsAt + behindHeader.Length, 4), .. behindHeader];
        Append(root);
        return [.. file];

        void Append(Tag[] tags)
        {
            int entry = file.Count + 2;
            file.AddRange([.. Value(little, tags.Length, 2), .. new byte[(12 * tags.Length) + 4]]);
            foreach (Tag tag in tags)
            {
                Set(entry, [.. Value(little, tag.Number, 2), .. Value(little, tag.Type, 2), .. Value(little, tag.Count, 4)]);
                if (tag.Directory is null && tag.Value.Length <= 4)
                {
                    Set(entry + 8, tag.Value);
                }
                else
                {
                    file.AddRange(new byte[file.Count % 2]);
                    Set(entry + 8, Value(little, file.Count, 4));
                    if (tag.Directory is null)
                        file.AddRange(tag.Value);
                    else
                        Append(tag.Directory);
                }

                entry += 12;
            }
        }

        void Set(int at, byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
                file[at + i] = bytes[i];
        }
    }

    private static byte[] Value(bool little, int value, int bytes)
        => [.. Enumerable.Range(0, bytes).Select(i => (byte)(value >> (8 * (little ? i : bytes - 1 - i))))];
}
