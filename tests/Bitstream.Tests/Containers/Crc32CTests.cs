using System.Text;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Containers;

public class Crc32CTests
{
    [Fact]
    public void PublishedValuesHold()
    {
        // RFC 3720, appendix B.4, and the usual check value.
        Assert.Equal(0xE3069283u, Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Compute([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public void PartsAppendToTheWhole()
    {
        byte[] data = new SplitMix64(4).Bytes(70);
        for (int cut = 0; cut <= data.Length; cut++)
            Assert.Equal(Crc32C.Compute(data), Crc32C.Append(Crc32C.Compute(data.AsSpan(0, cut)), data.AsSpan(cut)));
    }

    [Fact]
    public void ItEqualsTheDivisionOfPolynomials()
    {
        byte[] data = new SplitMix64(5).Bytes(100);
        uint state = uint.MaxValue;
        foreach (byte value in data)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++) state = (state >> 1) ^ ((state & 1) * 0x82F63B78);
        }

        Assert.Equal(~state, Crc32C.Compute(data));
    }
}
