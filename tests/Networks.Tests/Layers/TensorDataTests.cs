using System.Buffers.Binary;
using System.Text;
using VaeCodec.Networks.Layers;
using Xunit;

namespace VaeCodec.Networks.Tests.Layers;

public sealed class TensorDataTests
{
    private const int Patterns = 1 << 16;

    [Fact]
    public void EveryHalfBecomesTheSingleOfItsValue()
    {
        float[] read = SafeTensors.Parse(FileOf("F16", 2, (i, to) => BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)i)))
            .Read("t", [Patterns]);
        for (int i = 0; i < Patterns; i++)
            Assert.Equal(BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)i)),
                BitConverter.SingleToUInt32Bits(read[i]));
    }

    [Fact]
    public void SinglesAreReadAsTheyAre()
    {
        float[] read = SafeTensors.Parse(FileOf("F32", 4, (i, to) => BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)i * 65537)))
            .Read("t", [Patterns]);
        for (int i = 0; i < Patterns; i++)
            Assert.Equal((uint)i * 65537, BitConverter.SingleToUInt32Bits(read[i]));
    }

    private delegate void Writer(int index, Span<byte> to);

    private static byte[] FileOf(string type, int size, Writer write)
    {
        byte[] header = Encoding.ASCII.GetBytes(
            $$"""{"t":{"dtype":"{{type}}","shape":[{{Patterns}}],"data_offsets":[0,{{Patterns * size}}] } }""");
        var file = new byte[8 + header.Length + Patterns * size];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        for (int i = 0; i < Patterns; i++)
            write(i, file.AsSpan(8 + header.Length + i * size, size));
        return file;
    }
}
