using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Codecs;

public class CodecSetTests
{
    [Fact]
    public void APeerWithoutToolsIsNamedAndLeftOut()
    {
        PeerSpec spec = PeerTable.All[0] with
        {
            Name = "gone",
            Encoder = "no-such-encoder",
            Decoder = "no-such-decoder",
            Package = "no-such-package",
        };
        using var workspace = new PeerWorkspace();
        var set = CodecSet.Create(new FakeCodec("own", 1), [spec], workspace);
        Assert.Equal("own", Assert.Single(set.Codecs).Info.Name);
        MissingCodec missing = Assert.Single(set.Missing);
        Assert.Equal(("gone", "no-such-package"), (missing.Codec, missing.Package));
        Assert.Equal(["no-such-encoder", "no-such-decoder"], missing.Tools);
    }

    [Fact]
    public void AnUnknownNameIsAMistakeOfTheCaller()
    {
        var error = Assert.Throws<VaeCodecException>(() => CodecSet.Peers(["jpeg", "jpg"]));
        Assert.Equal(VaeCodecErrorKind.BadArgument, error.Kind);
        Assert.Contains("'jpg'", error.Message, StringComparison.Ordinal);
        Assert.Contains("jpeg2000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VaeCodecIsAlwaysThereAndNoPeer() => Assert.Equal(["webp"], CodecSet.Peers(["vaecodec", "webp", "webp"]).Select(p => p.Key));
}
