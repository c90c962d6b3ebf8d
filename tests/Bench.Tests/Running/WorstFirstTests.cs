using VaeCodec.Bench.Results;
using VaeCodec.Bench.Running;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Running;

public class WorstFirstTests
{
    [Fact]
    public void OrdersByTheLeadOverTheBestPeerAtTheSameRate()
    {
        Measurement[] all =
        [
            Of("own", "good", 1, 34), Of("own", "bad", 1, 33),
            Of("peer", "good", 0.5, 30), Of("peer", "good", 2, 34), Of("peer", "bad", 0.5, 32), Of("peer", "bad", 2, 36),
                Of("weak", "bad", 0.5, 10), Of("weak", "bad", 2, 12),
        ];
        IReadOnlyList<(Measurement Own, double LeadDb)> order = WorstFirst.Order(all, "own", 1);
        Assert.Equal(["bad", "good"], order.Select(o => o.Own.Image));
        Assert.Equal(-1, order[0].LeadDb, 9);
        Assert.Equal(2, order[1].LeadDb, 9);
    }

    [Fact]
    public void WithoutPeersTheMeanCounts()
    {
        IReadOnlyList<(Measurement Own, double LeadDb)> order = WorstFirst.Order([Of("own", "a", 1, 34), Of("own", "b", 1, 30)], "own", 1);
        Assert.Equal([("b", -2.0), ("a", 2.0)], order.Select(o => (o.Own.Image, o.LeadDb)));
    }

    [Fact]
    public void TheCropIsWhereTheErrorIs()
    {
        var original = Pattern.Original(128, 96);
        byte[] pixels = [.. original.Pixels];
        pixels[(70 * 128 + 100) * 3] ^= 0x40;
        Assert.Equal(new CropArea(48, 16, 64, 64), ErrorCrop.Worst(original, original with { Pixels = pixels }, 64, 64));
        Assert.Equal(new CropArea(0, 0, 128, 96), ErrorCrop.Worst(original, original, 400, 400));
    }

    private static Measurement Of(string codec, string image, double bpp, double psnr) => new()
    {
        Codec = codec,
        Image = image,
        Setting = 1,
        Bytes = 1,
        Bpp = bpp,
        PsnrRgbDb = psnr,
        PsnrYDb = psnr,
        EncodeMs = 1,
        EncodeCpuMs = 1,
        DecodeMs = 1,
        DecodeCpuMs = 1,
    };
}
