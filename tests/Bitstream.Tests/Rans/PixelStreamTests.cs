using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;
using VaeCodec.Bitstream.Tests.Support;

namespace VaeCodec.Bitstream.Tests.Rans;

public class PixelStreamTests
{
    [Fact]
    public void AnyValuesUnderAnyMixturesComeBack()
    {
        foreach (int count in new[] { 0, 1, 2, 3, 17, 5000 })
        {
            (byte[] stream, byte[] values) = Encoded(count, (ulong)count);
            var mixture = new LogisticMixture();
            var random = new SplitMix64((ulong)count);
            var decoder = new PixelStreamDecoder(stream);
            foreach (byte value in values)
            {
                mixture.Set([Next(random), Next(random)]);
                random.Next();
                Assert.Equal(value, decoder.Next(mixture));
            }

            decoder.Finish();
        }
    }

    [Fact]
    public void AStreamThatIsCutOrLongerIsRefused()
    {
        (byte[] stream, byte[] values) = Encoded(300, 5);
        for (int length = 0; length < stream.Length; length++) Assert.Throws<VaeCodecException>(() =>
            Decode(stream[..length], values.Length, 5));
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() =>
            Decode([.. stream, 0, 0, 0, 0], values.Length, 5)).Kind);
    }

    [Fact]
    public void DamageNeverGoesUnseen()
    {
        (byte[] stream, byte[] values) = Encoded(300, 6);
        var random = new SplitMix64(6);
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. stream];
            damaged[random.Below(damaged.Length)] ^= (byte)(1 << random.Below(8));
            try
            {
                // a value of frequency 1 may become another one without a trace in the coder: the pixels' checksum is there for that
                Assert.NotEqual(values, Decode(damaged, values.Length, 6));
            }
            catch (VaeCodecException e)
            {
                Assert.True(e.Kind is VaeCodecErrorKind.Corrupt or VaeCodecErrorKind.Truncated);
            }
        }
    }

    private static (byte[] Stream, byte[] Values) Encoded(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var encoder = new PixelStreamEncoder();
        var mixture = new LogisticMixture();
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++)
        {
            mixture.Set([Next(random), Next(random)]);
            values[i] = (byte)random.Next();
            encoder.Add(mixture, values[i]);
        }

        return (encoder.Finish(), values);
    }

    private static byte[] Decode(byte[] stream, int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var mixture = new LogisticMixture();
        var decoder = new PixelStreamDecoder(stream);
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++)
        {
            mixture.Set([Next(random), Next(random)]);
            random.Next();
            values[i] = decoder.Next(mixture);
        }

        decoder.Finish();
        return values;
    }

    private static MixtureComponent Next(SplitMix64 random) => new(random.Below(121), random.Below(20000), random.Below(81));
}
