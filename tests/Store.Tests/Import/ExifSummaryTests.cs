using System.Buffers.Binary;
using System.Text;
using VaeCodec.Store.Import;
using Xunit;

namespace VaeCodec.Store.Tests.Import;

/// <summary>Date and camera come out of EXIF, and nothing bad of bad EXIF.</summary>
public class ExifSummaryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DateAndCameraAreRead(bool little)
    {
        byte[] exif = Block(little, "Nikon", "Nikon D750", "2021:05:06 07:08:09");
        Assert.Equal(new ExifSummary(new DateTime(2021, 5, 6, 7, 8, 9), "Nikon D750"), ExifSummary.Of(exif));
        Assert.Equal("Canon EOS R", ExifSummary.Of(Block(little, "Canon", "EOS R", "0000:00:00 00:00:00")).Camera);
        Assert.Null(ExifSummary.Of(Block(little, "Canon", "EOS R", "0000:00:00 00:00:00")).Taken);
    }

    [Fact]
    public void AnyDamageIsBorne()
    {
        byte[] sound = Block(true, "Make", "Model", "2021:05:06 07:08:09");
        for (int length = 0; length <= sound.Length; length++)
            _ = ExifSummary.Of(sound.AsSpan(0, length));
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] damaged = [.. sound];
            for (int i = 0; i < 3; i++)
                damaged[random.Next(4, damaged.Length)] = (byte)(random.Next(2) == 0 ? 255 : random.Next(256));
            _ = ExifSummary.Of(damaged);
        }
    }

    /// <summary>A directory with make, model and a pointer to another with the date.</summary>
    internal static byte[] Block(bool little, string make, string model, string date)
    {
        byte[] block = new byte[300];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(block);
        Put32(4, 8);
        Put16(8, 3);
        Entry(10, 271, make, 100);
        Entry(22, 272, model, 150);
        Put16(34, 34665);
        Put16(36, 4);
        Put32(38, 1);
        Put32(42, 60);
        Put16(60, 1);
        Entry(62, 36867, date, 200);
        return block;

        void Entry(int at, ushort tag, string text, int place)
        {
            Put16(at, tag);
            Put16(at + 2, 2);
            Put32(at + 4, text.Length + 1);
            Put32(at + 8, place);
            Encoding.ASCII.GetBytes(text).CopyTo(block, place);
        }

        void Put16(int at, int value)
        {
            if (little)
                BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(at), (ushort)value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(at), (ushort)value);
        }

        void Put32(int at, int value)
        {
            if (little)
                BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(at), value);
            else
                BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(at), value);
        }
    }
}
