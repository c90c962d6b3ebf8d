using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using VaeCodec.Bench.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Bench.Tests.Results;

public sealed class MeasurementCacheTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly TestImage _image = TestImage.Of("a.png", Pattern.Original(40, 30));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASecondRunMeasuresNothing()
    {
        var codec = new FakeCodec("fake", 5);
        Measurement first = Take(codec, _image), second = Take(codec, _image with { Name = "renamed.png" });
        Assert.Equal(1, codec.Encoded);
        Assert.Equal(first with { Image = "renamed.png" }, second);
    }

    [Fact]
    public void AnotherVersionCommandImageOrSettingIsMeasuredAnew()
    {
        var codec = new FakeCodec("fake", 5);
        Take(codec, _image);
        var newer = new FakeCodec("fake", 5) { Info = codec.Info with { Version = "fake 2" } };
        var other = new FakeCodec("fake", 5) { Info = codec.Info with { Encode = "encode -x {q}" } };
        Take(newer, _image);
        Take(other, _image);
        Take(codec, TestImage.Of("a.png", Pattern.Coarse(40, 30)));
        new Measuring(new(_folder.Path)).Take(_image, codec, 6, TestContext.Current.CancellationToken);
        Assert.Equal((3, 1, 1), (codec.Encoded, newer.Encoded, other.Encoded));
    }

    [Fact]
    public void ADamagedFileCountsAsNone()
    {
        var codec = new FakeCodec("fake", 5);
        Take(codec, _image);
        File.WriteAllText(Directory.EnumerateFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Single(), "{ \"codec\": ");
        Take(codec, _image);
        Assert.Equal(2, codec.Encoded);
    }

    private Measurement Take(FakeCodec codec, TestImage image)
        => new Measuring(new(_folder.Path)).Take(image, codec, codec.Info.Settings[0], TestContext.Current.CancellationToken);
}
