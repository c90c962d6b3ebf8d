using VaeCodec.Bench.Results;
using Xunit;

namespace VaeCodec.Bench.Tests.Results;

public sealed class ImageBdRateTests
{
    private static IEnumerable<Measurement> Curve(string codec, string image, double factor)
        => Enumerable.Range(0, 4).Select(i => new Measurement
        {
            Codec = codec,
            Image = image,
            Setting = i,
            Bytes = 1000,
            Bpp = factor * Math.Pow(2, i) * 0.1,
            PsnrRgbDb = 28 + 3 * i,
            PsnrYDb = 29,
            EncodeMs = 1,
            EncodeCpuMs = 1,
            DecodeMs = 1,
            DecodeCpuMs = 1,
        });

    [Fact]
    public void ImagesAreComparedEachWithItselfWorstFirst()
    {
        IReadOnlyList<ImageBdRate> rates = ImageBdRate.Of(
            [.. Curve("ours", "a", 0.5), .. Curve("theirs", "a", 1), .. Curve("ours", "b", 1.8), .. Curve("theirs", "b", 2),
                .. Curve("ours", "c", 1)], "ours", "theirs");
        Assert.Equal(["b", "a"], rates.Select(r => r.Image));
        Assert.Equal([-10, -50], rates.Select(r => Math.Round(r.Delta.Percent, 6)));
    }
}
