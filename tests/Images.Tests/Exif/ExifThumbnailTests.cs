using System.Buffers.Binary;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests.Exif;

/// <summary>The small picture in EXIF: it stays where the picture lies as it did, and goes where that has been turned.</summary>
public class ExifThumbnailTests
{
    private static readonly byte[] s_thumbnail = [0xFF, 0xD8, .. Enumerable.Repeat((byte)0x5A, 100), 0xFF, 0xD9];

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(6, false, false)]
    [InlineData(3, false, true)]
    public void ATurnedPictureHasNone(int orientation, bool stays, bool somethingBehind)
    {
        PixelImage image = Photo.Crop(8, 6) with { Metadata = new() { Exif = WithThumbnail(orientation, somethingBehind ? 10 : 0) } };

        byte[] exif = ImageFile.Load(ImageFile.SaveToBytes(image, ".jpg")).Metadata.Exif.ToArray();

        Assert.Equal(stays, exif.AsSpan().IndexOf(s_thumbnail.AsSpan(2, 50)) >= 0);
        Assert.Equal(stays, BinaryPrimitives.ReadInt32LittleEndian(exif.AsSpan(22)) != 0); // the place of the second directory
        Assert.Equal(somethingBehind, exif.AsSpan().IndexOf((byte)0x77) >= 0);
    }

    [Fact]
    public void DamagedBlocksAreLeftAsTheyAre()
    {
        byte[] block = WithThumbnail(6, 0);
        for (int length = 0; length < block.Length; length++)
            Assert.InRange(Images.Exif.ExifThumbnail.Without(block.AsMemory(0, length)).Length, 0, length);
    }

    private static byte[] WithThumbnail(int orientation, int further)
    {
        const int second = 26, start = second + 2 + 24 + 4;
        byte[] block = [.. "II*\0"u8, .. Four(8),
            .. Two(1), .. Entry(0x0112, 3, orientation), .. Four(second),
            .. Two(2), .. Entry(0x0201, 4, start), .. Entry(0x0202, 4, s_thumbnail.Length), .. Four(0),
            .. s_thumbnail, .. Enumerable.Repeat((byte)0x77, further)];
        return block;

        static byte[] Two(int value) => BitConverter.GetBytes((ushort)value);

        static byte[] Four(int value) => BitConverter.GetBytes(value);

        static byte[] Entry(int tag, int type, int value) => [.. Two(tag), .. Two(type), .. Four(1), .. Four(value)];
    }
}
