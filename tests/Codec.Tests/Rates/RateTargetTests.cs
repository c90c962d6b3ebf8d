using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Rates;

/// <summary>A target is met, and its hard side is never broken: no byte too many, no PSNR too low.</summary>
public class RateTargetTests
{
    private static readonly PixelImage s_picture = Photo.Crop(192, 128, 3, 20, 60);
    private static readonly PixelImage s_small = Photo.Crop(20, 13);

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void BitsPerPixelAreMetWithinOnePercentOrOneWord(double quality)
    {
        double target = Encode(s_picture, new() { Mode = Rate.Quality(quality) }).BitsPerPixel * 1.03;

        EncodedImage encoded = Encode(s_picture, new() { Mode = Rate.BitsPerPixel(target) });

        double slack = Math.Max(target * 0.01, 32.0 / (s_picture.Width * s_picture.Height)); // a file grows by words of four bytes
        Assert.InRange(encoded.BitsPerPixel, target - slack, target + slack);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void BytesAreNeverExceeded(double quality)
    {
        int target = (int)(Encode(s_picture, new() { Mode = Rate.Quality(quality) }).Bytes.Length * 0.97);

        EncodedImage encoded = Encode(s_picture, new() { Mode = Rate.Bytes(target) });

        Assert.InRange(encoded.Bytes.Length, (target * 0.99) - 4, target); // words again
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void PsnrIsReached(double quality)
    {
        double target = Encode(s_picture, new() { Mode = Rate.Quality(quality) }).Psnr + 0.15;

        EncodedImage encoded = Encode(s_picture, new() { Mode = Rate.Psnr(target) });

        Assert.InRange(encoded.Psnr, target, target + 0.1);
    }

    [Fact]
    public void HardSidesHoldWhereNoRungIsClose()
    {
        EncodedImage least = Encode(s_small, new() { Mode = Rate.Quality(0) }), most = Encode(s_small, new() { Mode = Rate.Quality(100) });
        for (int i = 1; i < 12; i++)
        {
            double psnr = least.Psnr + ((most.Psnr - least.Psnr) * i / 12);
            double reached = Encode(s_small, new() { Mode = Rate.Psnr(psnr) }).Psnr;
            Assert.True(reached >= psnr, $"{reached:f3} dB for {psnr:f3} dB");
            int bytes = least.Bytes.Length + ((most.Bytes.Length - least.Bytes.Length) * i / 12);
            Assert.InRange(Encode(s_small, new() { Mode = Rate.Bytes(bytes) }).Bytes.Length, least.Bytes.Length, bytes);
        }
    }

    [Fact]
    public void ATargetOutOfReachIsRefused()
    {
        AssertRefused(() => Rate.Bytes(10));
        AssertRefused(() => Rate.BitsPerPixel(0.001));
        AssertRefused(() => Rate.BitsPerPixel(200));
    }

    [Fact]
    public void LessThanTheLowestQualityIsTheLowestQuality()
        => Assert.Equal(Encode(s_small, new() { Mode = Mode.Lossy(Rate.Quality(0)), AllowExact = false }).Beta,
            Encode(s_small, new() { Mode = Mode.Lossy(Rate.Psnr(3)), AllowExact = false }).Beta);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void MoreBytesThanTheBestQualityNeedsGiveTheBestQuality(int effort)
    {
        byte[] best = Encode(s_small, new() { Mode = Mode.Lossy(Rate.Quality(100)) }).Bytes;

        EncodedImage spared = Encode(s_small, new() { Mode = Mode.Lossy(Rate.Bytes(best.Length * 2), effort) });

        if (effort == 0)
            Assert.Equal(best, spared.Bytes);
        else
            Assert.Equal(spared.Beta, Encode(s_small, new() { Mode = Rate.Quality(100) }).Beta);
    }

    [Fact]
    public void ProgressOfASearchRisesToOne()
    {
        var heard = new Heard();
        int target = (int)(Encode(s_picture, new() { Mode = Rate.Quality(50) }).Bytes.Length * 0.97);

        new VaeEncoder(new() { Mode = Rate.Bytes(target) }).Encode(s_picture, heard);

        Assert.Equal(heard.Values.Order(), heard.Values);
        Assert.Equal(1, heard.Values[^1]);
    }

    [Fact]
    public void ASearchCanBeCancelled()
        => Assert.ThrowsAny<OperationCanceledException>(
            () => new VaeEncoder(new() { Mode = Rate.Psnr(33) }).Encode(s_picture, null, new CancellationToken(canceled: true)));

    /// <summary>Encodes, and sees to it that the file decodes to what the encoder says.</summary>
    private static EncodedImage Encode(PixelImage image, EncoderOptions options)
    {
        EncodedImage encoded = new VaeEncoder(options).Encode(image);
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
        return encoded;
    }

    private static void AssertRefused(Func<Rate> rate)
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new VaeEncoder(new()
        {
            Mode = rate(),
            AllowExact = false,
        })
            .Encode(s_small)).Kind);
}
