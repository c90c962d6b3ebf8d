using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Tests.Support;
using VaeCodec.Bench.Viewing;
using Xunit;

namespace VaeCodec.Bench.Tests.Viewing;

public sealed class EqualBytesTests
{
    private readonly TestImage _image = TestImage.Of("a", Pattern.Original(20, 10));

    [Theory]
    [InlineData(700, 700)]
    [InlineData(3, 10)]
    [InlineData(5000, 1000)]
    public void FindsTheNearestLengthThatThereIs(double bytes, int found)
    {
        var codec = new FakeCodec("fake", 1);

        (double setting, CodedPicture coded) = EqualBytes.Find(codec, new(10, 1000, 1), _image, bytes,
            TestContext.Current.CancellationToken);

        Assert.InRange(coded.Bytes.Length, found * 0.995, found * 1.005);
        Assert.Equal(coded.Bytes.Length, setting);
        Assert.InRange(codec.Encoded, 1, 10);
    }

    /// <summary>As cjxl's lengths do about distance 13: bisection turns the wrong way at the dip in the middle of the range.</summary>
    [Fact]
    public void ADipInTheLengthsIsLookedAround()
    {
        var codec = new FakeCodec("fake", 1) { Bytes = q => q is > 450 and < 550 ? q * 0.7 : q };

        (double setting, CodedPicture coded) = EqualBytes.Find(codec, new(0, 1000, 1), _image, 446, TestContext.Current.CancellationToken);

        Assert.True(EqualBytes.Holds(coded, 446), $"{coded.Bytes.Length} bytes at {setting}");
        Assert.Equal((int)codec.Bytes(setting), coded.Bytes.Length);
    }

    /// <summary>Distances and quantisers fall as files grow.</summary>
    [Fact]
    public void ARangeMayFall()
    {
        var range = new SettingRange(25, 0.5, 0.02);
        Assert.Equal((25, 0.5, 1225), (range[0], range[range.Last], range.Last));
        Assert.Equal(24.86, range[7]);
    }

    [Fact]
    public void ThreePercentCountAsEqual()
    {
        Assert.True(EqualBytes.Holds(new(new byte[1029], default), 1000));
        Assert.True(EqualBytes.Holds(new(new byte[971], default), 1000));
        Assert.False(EqualBytes.Holds(new(new byte[1031], default), 1000));
        Assert.False(EqualBytes.Holds(new(new byte[969], default), 1000));
    }

    [Fact]
    public void ARateThatVaeCodecCannotMeetIsItsSmallestFileOnce()
    {
        Assert.Equal([(0.1, 1000.0), (0.2, 2000.0)], RateLengths.Of([0.1, 0.2], 80_000, 900));
        Assert.Equal([(0.1, 1560.0), (0.2, 2000.0)], RateLengths.Of([0.1, 0.2], 80_000, 1500));
        Assert.Equal([(0.2, 2000.0), (0.4, 4000.0)], RateLengths.Of([0.1, 0.2, 0.4], 80_000, 1800));
        Assert.Equal([(0.2, 2600.0), (0.4, 4000.0)], RateLengths.Of([0.1, 0.2, 0.4], 80_000, 2500));
    }
}
