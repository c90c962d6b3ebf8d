using VaeCodec.Bitstream.Adaptive;

namespace VaeCodec.Bitstream.Tests.Adaptive;

/// <summary>A mixer's decisions have as many inputs as it was made for.</summary>
public class BitMixerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(BitMixer.MostInputs + 1)]
    public void ItIsMadeForAFewInputs(int inputs)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BitMixer(new uint[16], inputs, 2, 40, 127));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ADecisionOfOtherInputsIsRefused(int inputs)
    {
        var mixer = new BitMixer(new uint[16], 2, 2, 40, 127);
        for (int slot = 0; slot < inputs; slot++)
            mixer.Add(slot);

        Assert.Throws<InvalidOperationException>(() => mixer.Code(new BitEncoder(0), true, 0, 1));
    }

    [Fact]
    public void ADecisionOfAllInputsIsCoded()
    {
        var mixer = new BitMixer(new uint[16], 2, 2, 40, 127);
        mixer.Add(3);
        mixer.Add(5);

        Assert.True(mixer.Code(new BitEncoder(0), true, 0, 1));
    }
}
