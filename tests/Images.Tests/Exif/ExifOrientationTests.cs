using System.Buffers.Binary;
using VaeCodec.Images.Exif;
using Xunit;

namespace VaeCodec.Images.Tests.Exif;

/// <summary>Orientation as a whole number of any type.</summary>
public class ExifOrientationTests
{
    /// <summary>Of the only entry of a block.</summary>
    private const int ValuePlace = 18;

    /// <summary>BYTE, SHORT, LONG, SBYTE, SSHORT, SLONG.</summary>
    public static TheoryData<int, int, bool> Types => [.. from type in ((int, int)[])[(1, 1), (3, 2), (4, 4), (6, 1), (8, 2), (9, 4)]
        from little in (bool[])[false, true] select (type.Item1, type.Item2, little)];

    [Theory]
    [MemberData(nameof(Types))]
    public void AnyTypeIsReadAndMadeUpright(int type, int bytes, bool littleEndian)
    {
        byte[] exif = Block(type, bytes, count: 1, littleEndian, 6);

        Assert.Equal(6, ExifOrientation.Of(exif));
        Assert.Equal(Block(type, bytes, count: 1, littleEndian, 1), ExifOrientation.Upright(exif).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfSeveralValuesTheFirstCountsWhereverItIs(bool littleEndian)
    {
        byte[] exif = Block(type: 4, bytes: 4, count: 2, littleEndian, 8);

        Assert.Equal(8, ExifOrientation.Of(exif));
        Assert.Equal(1, ExifOrientation.Of(ExifOrientation.Upright(exif).Span));
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(11, 4)]
    [InlineData(2, 1)]
    public void OtherTypesAreNone(int type, int bytes) => Assert.Equal(1, ExifOrientation.Of(Block(type, bytes, 1, true, 6)));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(0x10006)]
    public void OtherNumbersAreNone(int value) => Assert.Equal(1, ExifOrientation.Of(Block(4, 4, 1, true, value)));

    /// <summary>What the fuzzer has found: eight values of which the first is the place of the directory.</summary>
    [Fact]
    public void MakingUprightDestroysNoPlace()
    {
        byte[] exif = Block(type: 3, bytes: 2, count: 8, littleEndian: true, 0);
        exif[ValuePlace] = 4;

        Assert.Equal(8, ExifOrientation.Of(exif));
        Assert.Equal(1, ExifOrientation.Of(ExifOrientation.Upright(exif).Span));
        Assert.Equal(exif[..ValuePlace], (byte[])[.. ExifOrientation.Upright(exif).Span[..(ValuePlace - 4)], 8, 0, 0, 0]);
    }

    /// <summary>A block with one entry; values that do not fit into it are behind the directory.</summary>
    private static byte[] Block(int type, int bytes, int count, bool littleEndian, int value)
    {
        const int entry = 10, behind = entry + 12 + 4;
        byte[] exif = new byte[behind + (bytes * count)];
        (littleEndian ? "II*\0"u8 : "MM\0*"u8).CopyTo(exif);
        Put(4, 4, 8);
        Put(8, 2, 1);
        Put(entry, 2, 0x0112);
        Put(entry + 2, 2, type);
        Put(entry + 4, 4, count);
        if (bytes * count > 4)
            Put(entry + 8, 4, behind);
        Put(bytes * count > 4 ? behind : entry + 8, bytes, value);
        return exif;

        void Put(int at, int length, int number)
        {
            Span<byte> raw = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(raw, number);
            raw = raw[..length];
            if (!littleEndian)
                raw.Reverse();
            raw.CopyTo(exif.AsSpan(at));
        }
    }
}
