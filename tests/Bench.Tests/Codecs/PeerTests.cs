using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Metrics;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Codecs;

/// <summary>The real tools, where they are installed.</summary>
public class PeerTests
{
    public static TheoryData<string> Keys => [.. PeerTable.All.Select(p => p.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void RunsTheRealTools(string key)
    {
        PeerSpec spec = CodecSet.Peers([key]).Single();
        Assert.SkipWhen(PeerCodec.MissingTools(spec).Count > 0,
            $"not installed: {string.Join(", ", PeerCodec.MissingTools(spec))} of the package {spec.Package}");
        using var workspace = new PeerWorkspace();
        var codec = new PeerCodec(spec, workspace);
        TestImage image = TestImage.Of("pattern", Pattern.Original(96, 80));

        CodedPicture small = codec.Encode(image, spec.Points[0], TestContext.Current.CancellationToken);
        CodedPicture large = codec.Encode(image, spec.Points[^1], TestContext.Current.CancellationToken);

        Assert.True(small.Bytes.Length < large.Bytes.Length);
        double coarse = Psnr.Rgb(image.Image, codec.Decode(small, TestContext.Current.CancellationToken).Image);
        double fine = Psnr.Rgb(image.Image, codec.Decode(large, TestContext.Current.CancellationToken).Image);
        Assert.True(coarse > 8 && fine > coarse + 5, $"{coarse} dB, {fine} dB");
        Assert.True(large.Time.CpuMs > 0 && large.Time.WallMs > 0);
        Assert.Matches(@"\d+\.\d+\.\d+", codec.Info.Version);
    }

    [Fact]
    public void AFailingToolIsNamedWithWhatItSaid()
    {
        PeerSpec spec = CodecSet.Peers(["jpeg"]).Single();
        Assert.SkipWhen(PeerCodec.MissingTools(spec).Count > 0, "cjpeg is not installed");
        using var workspace = new PeerWorkspace();
        var codec = new PeerCodec(spec, workspace);
        var error = Assert.Throws<VaeCodecException>(() => codec.Decode(new([1, 2, 3], default), TestContext.Current.CancellationToken));
        Assert.StartsWith("djpeg failed with exit code", error.Message, StringComparison.Ordinal);
        Assert.Contains("JPEG", error.Message, StringComparison.Ordinal);
    }
}
