using Xunit;

namespace VaeCodec.Codec.Tests;

/// <summary>Options are checked where they are made, and combinations that make no sense cannot be written.</summary>
public class ModeTests
{
    public static TheoryData<Func<object>> OutOfRange => new(
        () => Rate.Quality(-1),
        () => Rate.Quality(100.5),
        () => Rate.Quality(double.NaN),
        () => Rate.Beta(),
        () => Rate.Beta(0),
        () => Rate.Beta(0.01, double.NaN),
        () => Rate.Beta(1e9),
        () => Rate.BitsPerPixel(0),
        () => Rate.BitsPerPixel(double.PositiveInfinity),
        () => Rate.Bytes(0),
        () => Rate.Psnr(-3),
        () => Rate.Psnr(double.NaN),
        () => Mode.Lossy(effort: -1),
        () => Mode.Lossy(effort: 10),
        () => Mode.Lossless(Rate.Bytes(100)),
        () => Mode.Texture(Rate.Psnr(30)),
        () => new EncoderOptions { MaxPixels = 0 },
        () => new DecoderOptions { MaxPixels = DecoderOptions.MostPixels + 1 },
        () => new DecoderOptions { Scale = 3 },
        () => new DecoderOptions { MaxMetadataBytes = -1 });

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void WhatIsOutOfRangeIsRefusedAtOnce(Func<object> make)
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(make).Kind);

    [Fact]
    public void ChoicesWithEqualContentAreEqual()
    {
        Assert.Equal(Rate.Beta(0.01, 0.02), Rate.Beta([0.01, 0.02]));
        Assert.Equal(Rate.Beta(0.01).GetHashCode(), Rate.Beta([0.01]).GetHashCode());
        Assert.NotEqual(Rate.Beta(0.01), Rate.Beta(0.02));
        Assert.NotEqual(Rate.Psnr(30), Rate.Quality(30));
        Assert.Equal(Mode.Lossy(Rate.Quality(60)), Mode.Lossy());
        Assert.Equal(new EncoderOptions { Mode = Rate.Bytes(9) }, new EncoderOptions { Mode = Mode.Lossy(Rate.Bytes(9)) });
        Assert.NotEqual(Mode.Texture(seed: 1), Mode.Texture(seed: 2));
    }

    [Fact]
    public void TheySayWhatTheyAre()
    {
        Assert.Equal("quality 60", Mode.Lossy().Rate.ToString());
        Assert.Equal("beta 0.01,0.02", Rate.Beta(0.01, 0.02).ToString());
        Assert.Equal("0.5 bpp", Rate.BitsPerPixel(0.5).ToString());
        Assert.Equal("1000 bytes", Rate.Bytes(1000).ToString());
        Assert.Equal("31.5 dB", Rate.Psnr(31.5).ToString());
        Assert.Equal(0, Mode.Lossless().Rate.AsQuality);
        Assert.Null(Rate.Psnr(30).AsQuality);
    }
}
