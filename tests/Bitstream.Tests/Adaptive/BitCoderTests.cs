using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Bitstream.Tests.Adaptive;

/// <summary>Binary decisions come back under the probabilities they were coded with.</summary>
public class BitCoderTests
{
    private const byte First = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(BitEncoder.SegmentDecisions)]
    [InlineData(BitEncoder.SegmentDecisions + 1)]
    public void DecisionsComeBack(int count)
    {
        byte[] stream = Encode(count);
        BitDecoder decoder = new(stream.AsMemory(1));
        var random = new Random(count);
        for (int i = 0; i < count; i++)
        {
            (bool bit, int probability) = Next(random);
            Assert.Equal(bit, decoder.Code(false, probability));
        }

        decoder.Finish();
    }

    [Fact]
    public void ACutStreamIsTruncated()
    {
        byte[] stream = Encode(1000);
        BitDecoder decoder = new(stream.AsMemory(1, stream.Length - 5));
        var random = new Random(1000);
        var e = Assert.Throws<VaeCodecException>(() =>
        {
            for (int i = 0; i < 1000; i++) decoder.Code(false, Next(random).Probability);
        });
        Assert.Equal(VaeCodecErrorKind.Truncated, e.Kind);
    }

    [Fact]
    public void AnEndThatIsNotTheEncodersStartIsCorrupt()
    {
        byte[] stream = Encode(10);
        BitDecoder decoder = new(stream.AsMemory(1));
        decoder.Code(false, 30000);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(decoder.Finish).Kind);
    }

    [Fact]
    public void TheLeastLengthIsNeverMoreThanTheLength()
    {
        foreach (int count in new[] { 1, 10, 100, 1000, 10000 })
        {
            BitEncoder encoder = new(First);
            var random = new Random(count);
            for (int i = 0; i < count; i++) Add(encoder, random);
            long least = encoder.LeastBytes;
            int length = encoder.Finish().Length;
            Assert.InRange(least, (length * 9 / 10) - 16, length);
        }
    }

    private static byte[] Encode(int count)
    {
        BitEncoder encoder = new(First);
        var random = new Random(count);
        for (int i = 0; i < count; i++) Add(encoder, random);
        byte[] stream = encoder.Finish();
        Assert.Equal(First, stream[0]);
        return stream;
    }

    private static void Add(BitEncoder encoder, Random random)
    {
        (bool bit, int probability) = Next(random);
        Assert.Equal(bit, encoder.Code(bit, probability));
    }

    private static (bool Bit, int Probability) Next(Random random)
    {
        int probability = random.Next(4) switch { 0 => 1, 1 => 65535, _ => random.Next(1, 65536) };
        return (random.Next(65536) < probability, probability);
    }
}
