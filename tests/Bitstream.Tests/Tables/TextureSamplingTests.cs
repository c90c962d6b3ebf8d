using VaeCodec.Bitstream.Rans;
using VaeCodec.Bitstream.Tables;

namespace VaeCodec.Bitstream.Tests.Tables;

public class TextureSamplingTests
{
    [Fact]
    public void TheNumbersAreThoseOfSplitMix64()
    {
        // the first outputs of SplitMix64 with the seed 1234567, as published with its reference implementation
        ulong[] outputs = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var slots = new TextureSlots(1234567);
        for (int n = 0; n < outputs.Length; n++)
            Assert.Equal(768 + (uint)((outputs[n] >> 32) * 64000 >> 32), slots[n]);
    }

    [Fact]
    public void SlotsFillTheMiddleEvenly()
    {
        int[] counts = new int[64];
        var slots = new TextureSlots(0);
        for (int n = 0; n < 64000; n++)
        {
            uint slot = slots[n];
            Assert.InRange(slot, TextureSlots.Tail, RansState.Total - TextureSlots.Tail - 1);
            counts[(slot - TextureSlots.Tail) / 1000]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void TemperaturesAreEighthsOfOctaves()
    {
        Assert.Equal((0, 16, 24, 32, 34, 40), (Index(1.0 / 16), Index(0.25), Index(0.5), Index(1), Index(1.2), Index(2)));
        Assert.Equal((0.0625, 1, 2), (TextureTemperature.Value(0), TextureTemperature.Value(32), TextureTemperature.Value(40)));
        Assert.Equal((TextureTemperature.LowestValue, TextureTemperature.HighestValue),
            (TextureTemperature.Value(0), TextureTemperature.Value(TextureTemperature.Highest)));

        static int Index(double temperature) => TextureTemperature.Nearest(temperature);
    }

    [Fact]
    public void ATemperatureDividesLogWeightsAndMultipliesScales()
    {
        for (byte i = 0; i <= TextureTemperature.Highest; i++)
        {
            double temperature = Math.Pow(2, i / 8.0 - 4);
            for (int value = 0; value <= 120; value++)
            {
                MixtureComponent cold = TextureTemperature.Apply(i, new(value, 77, Math.Min(value, 80)));
                Assert.InRange(cold.Attenuation, Math.Min(120, value / temperature) - 1.001, Math.Min(120, value / temperature) + 0.001);
                Assert.Equal(Math.Clamp(Math.Min(value, 80) + i - 32, 0, 80), cold.Scale);
                Assert.Equal(77, cold.Mean);
            }
        }

        Assert.Equal(new MixtureComponent(13, -5, 40), TextureTemperature.Apply(32, new(13, -5, 40)));
    }
}
