using System.Buffers.Binary;

namespace VaeCodec.Images.Tests.Support;

/// <summary>The smallest TIFF in ink colours: one strip, no compression, no profile.</summary>
internal static class CmykTiff
{
    public static byte[] Solid(int width, int height, byte cyan, byte magenta, byte yellow, byte black)
    {
        const int Entries = 8, BitsAt = 8 + 2 + (Entries * 12) + 4, PixelsAt = BitsAt + 8;
        byte[] file = new byte[PixelsAt + (width * height * 4)];
        "II*\0"u8.CopyTo(file);
        file[4] = 8;
        file[8] = Entries;
        (int Tag, int Type, int Count, int Value)[] fields =
        [
            (256, 3, 1, width), (257, 3, 1, height), (258, 3, 4, BitsAt), (262, 3, 1, 5),
            (273, 4, 1, PixelsAt), (277, 3, 1, 4), (278, 3, 1, height), (279, 4, 1, width * height * 4),
        ];
        for (int i = 0; i < fields.Length; i++)
        {
            Span<byte> entry = file.AsSpan(10 + (i * 12), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)fields[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)fields[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], fields[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], fields[i].Value);
        }

        for (int i = 0; i < 4; i++)
            file[BitsAt + (i * 2)] = 8;
        for (int at = PixelsAt; at < file.Length; at += 4)
            new[] { cyan, magenta, yellow, black }.CopyTo(file, at);
        return file;
    }
}
