using System.Buffers.Binary;
using Xunit;

namespace VaeCodec.Codec.Tests.Support;

/// <summary>Metadata made up by seed, sound enough for the libraries that look into it.</summary>
internal static class Samples
{
    private const int HeaderBytes = 128, TagTableBytes = 4 + 12;

    /// <summary>An ICC profile of one tag, whose content is noise.</summary>
    public static byte[] Profile(int seed, bool gray, int contentBytes = 500)
    {
        byte[] profile = new byte[HeaderBytes + TagTableBytes + 8 + (contentBytes / 4 * 4)];
        new Random(seed).NextBytes(profile.AsSpan(HeaderBytes + TagTableBytes + 8));
        Number(profile, 0, profile.Length);
        Number(profile, 8, 0x04400000);
        "mntr"u8.CopyTo(profile.AsSpan(12));
        (gray ? "GRAY"u8 : "RGB "u8).CopyTo(profile.AsSpan(16));
        "XYZ "u8.CopyTo(profile.AsSpan(20));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        Number(profile, 68, 0x0000F6D6); // D50
        Number(profile, 72, 0x00010000);
        Number(profile, 76, 0x0000D32D);
        Number(profile, HeaderBytes, 1);
        "test"u8.CopyTo(profile.AsSpan(HeaderBytes + 4));
        Number(profile, HeaderBytes + 8, HeaderBytes + TagTableBytes);
        Number(profile, HeaderBytes + 12, profile.Length - HeaderBytes - TagTableBytes);
        "text"u8.CopyTo(profile.AsSpan(HeaderBytes + TagTableBytes));
        return profile;
    }

    /// <summary>EXIF with an orientation, a text of some length and, behind the directory, bytes that no tag points to (as maker notes
    /// are).</summary>
    public static byte[] Exif(int seed, int orientation = 1, bool littleEndian = false, int textBytes = 40)
    {
        const int DirectoryAt = 8, Entries = 2, TextAt = DirectoryAt + 2 + (Entries * 12) + 4;
        var random = new Random(seed);
        byte[] exif = new byte[TextAt + textBytes + 1 + random.Next(60)];
        (littleEndian ? "II*\0"u8 : "MM\0*"u8).CopyTo(exif);
        Put(4, 4, DirectoryAt);
        Put(DirectoryAt, 2, Entries);
        Entry(DirectoryAt + 2, 0x010E, 2, textBytes + 1);
        Put(DirectoryAt + 2 + 8, 4, TextAt);
        Entry(DirectoryAt + 14, 0x0112, 3, 1);
        Put(DirectoryAt + 14 + 8, 2, orientation);
        random.NextBytes(exif.AsSpan(TextAt));
        for (int i = 0; i < textBytes; i++)
            exif[TextAt + i] = (byte)('a' + (exif[TextAt + i] % 26));
        exif[TextAt + textBytes] = 0;
        return exif;

        void Entry(int at, int tag, int type, int count)
        {
            Put(at, 2, tag);
            Put(at + 2, 2, type);
            Put(at + 4, 4, count);
        }

        void Put(int at, int bytes, int value)
        {
            for (int i = 0; i < bytes; i++)
                exif[at + (littleEndian ? i : bytes - 1 - i)] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>An XMP packet with a text of some length.</summary>
    public static byte[] Xmp(int seed, int textLetters = 60)
    {
        var random = new Random(seed);
        string text = string.Concat(Enumerable.Range(0, textLetters).Select(_ => "abcdeäöü漢 "[random.Next(10)]));
        return System.Text.Encoding.UTF8.GetBytes(
            "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><!--" + text
            + "--></x:xmpmeta><?xpacket end='w'?>");
    }

    /// <summary>All three kinds.</summary>
    public static ImageMetadata All(int seed, bool gray = false) => new() { Icc = Profile(seed, gray), Exif = Exif(seed), Xmp = Xmp(seed) };

    /// <summary>Byte for byte.</summary>
    public static void AssertEqual(ImageMetadata expected, ImageMetadata actual)
    {
        Assert.Equal(expected.Icc.ToArray(), actual.Icc.ToArray());
        Assert.Equal(expected.Exif.ToArray(), actual.Exif.ToArray());
        Assert.Equal(expected.Xmp.ToArray(), actual.Xmp.ToArray());
        Assert.Equal(expected.Resolution, actual.Resolution);
        Assert.Equal(expected.CodePoints.ToArray(), actual.CodePoints.ToArray());
    }

    private static void Number(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);
}
