using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Running;

public class MatchedRateTests
{
    private readonly TestImage _image = TestImage.Of("a.png", Pattern.Original(40, 20));

    [Theory]
    [InlineData(1.5, 150)]
    [InlineData(7.9, 790)]
    [InlineData(0.2, 100)]
    [InlineData(50, 1000)]
    public void FindsTheSettingOrTheOutermostPoint(double bpp, double setting)
    {
        var codec = new FakeCodec("fake", 100, 400, 1000);
        (double found, CodedPicture coded) = MatchedRate.Find(codec, _image, Measured(codec), bpp, TestContext.Current.CancellationToken);
        Assert.InRange(found, setting * 0.99, setting * 1.01);
        Assert.Equal((int)found, coded.Bytes.Length);
        Assert.InRange(codec.Encoded, 1, 7);
    }

    private List<Measurement> Measured(FakeCodec codec)
    {
        var quiet = new FakeCodec("fake");
        return [.. codec.Info.Settings.Select(s =>
        {
            CodedPicture coded = quiet.Encode(_image, s);
            return Measuring.Of(_image, "fake", s, coded, quiet.Decode(coded));
        })];
    }
}
