using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Refinement;

/// <summary>More effort gives another valid file, which is no worse; whatever else an encoder is asked to do still holds.</summary>
public class EffortTests
{
    [Theory]
    [InlineData(30, 3, 5)]
    [InlineData(70, 3, 5)]
    [InlineData(45, 1, 5)]
    [InlineData(45, 4, 5)]
    [InlineData(30, 3, 9)]
    [InlineData(45, 4, 9)]
    public void AnEffortLowersTheObjective(double quality, int channels, int effort)
    {
        PixelImage image = Photo.Crop(130, 100, channels, 100, 90);
        EncodedImage plain = Encode(image, new() { Mode = Rate.Quality(quality) }),
            refined = Encode(image, new() { Mode = Mode.Lossy(Rate.Quality(quality), effort) });
        AssertLower(refined, plain);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 70)]
    [InlineData(65, 2)]
    [InlineData(64, 64)]
    [InlineData(97, 33)]
    public void NoSizeIsMadeWorse(int width, int height)
    {
        PixelImage image = Photo.Crop(width, height);
        foreach (double quality in new[] { 5.0, 60, 95 })
        {
            EncodedImage plain = Encode(image, new() { Mode = Rate.Quality(quality), AllowExact = false });
            foreach (int effort in new[] { 1, 4, 8 })
            {
                EncodedImage tried = Encode(image, new() { Mode = Mode.Lossy(Rate.Quality(quality), effort), AllowExact = false });
                Assert.InRange(Objective(tried, plain.Beta), 0, Objective(plain, plain.Beta));
            }
        }
    }

    [Fact]
    public void MultipliersOfTheirOwnForTheLayersAreRefinedToo()
    {
        PixelImage image = Photo.Crop(128, 96, 3, 40, 60);
        double[] beta = [0.002, 0.002, 0.001, 0.001, 0.001, 0.001, 0.004, 0.004];
        EncodedImage plain = Encode(image, new() { Mode = Rate.Beta(beta) }),
            refined = Encode(image, new() { Mode = Mode.Lossy(Rate.Beta(beta), 9) });
        Assert.Equal(plain.Beta, refined.Beta); // and kept, where they were given
        AssertLower(refined, plain);
    }

    [Fact]
    public void TheHighestEffortLooksForMultipliersToo()
    {
        PixelImage image = Photo.Sample; // large enough for several multipliers' bytes to pay
        EncodedImage plain = Encode(image, new() { Mode = Rate.Quality(40) }), few = Encode(image,
            new() { Mode = Mode.Lossy(Rate.Quality(40), 7) }), most = Encode(image, new() { Mode = Mode.Lossy(Rate.Quality(40), 9) });
        Assert.Equal(plain.Beta, few.Beta);
        Assert.NotEqual(plain.Beta, most.Beta);
        // all layers once, each once
        Assert.All(most.Beta.Zip(plain.Beta), pair => Assert.InRange(Math.Abs(Math.Log2(pair.First / pair.Second)), 0, 0.751));
        AssertLower(most, few, plain.Beta);
    }

    [Fact]
    public void ThreadsDoNotShowInTheFile()
    {
        PixelImage image = Photo.Crop(150, 90);
        byte[] one = Encode(image, new() { Mode = Mode.Lossy(effort: 3), Threads = 1 }).Bytes;
        Assert.Equal(one, Encode(image, new() { Mode = Mode.Lossy(effort: 3), Threads = 3 }).Bytes);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void TargetsAreMet(int effort)
    {
        PixelImage image = Photo.Crop(192, 128, 3, 20, 60);
        EncodedImage plain = Encode(image, new() { Mode = Rate.Quality(75) });

        double bpp = plain.BitsPerPixel * 1.03;
        EncodedImage atRate = Encode(image, new() { Mode = Mode.Lossy(Rate.BitsPerPixel(bpp), effort) });
        Assert.InRange(atRate.BitsPerPixel, bpp * 0.99, bpp * 1.01);
        EncodedImage unrefined = Encode(image, new() { Mode = Rate.BitsPerPixel(bpp) });
        Assert.True(atRate.Psnr > unrefined.Psnr,
            $"{atRate.Psnr} dB at {atRate.BitsPerPixel}, {unrefined.Psnr} at {unrefined.BitsPerPixel}");

        int bytes = (int)(plain.Bytes.Length * 0.97);
        Assert.InRange(Encode(image, new() { Mode = Mode.Lossy(Rate.Bytes(bytes), effort) }).Bytes.Length, bytes * 0.98, bytes);

        double psnr = plain.Psnr + 0.15;
        EncodedImage atPsnr = Encode(image, new() { Mode = Mode.Lossy(Rate.Psnr(psnr), effort) });
        Assert.InRange(atPsnr.Psnr, psnr, psnr + 0.15);
        Assert.True(atPsnr.Bytes.Length < Encode(image, new() { Mode = Rate.Psnr(psnr) }).Bytes.Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void AnEffortThatIsNoneIsRefused(int effort)
        => Assert.Equal(VaeCodecErrorKind.BadArgument,
            Assert.Throws<VaeCodecException>(() => new VaeEncoder(new() { Mode = Mode.Lossy(effort: effort) })
                .Encode(Photo.Crop(8, 8))).Kind);

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void ProgressRisesToOneAndCancellationIsHeard(int effort)
    {
        PixelImage image = Photo.Crop(100, 100);
        var heard = new Heard();
        new VaeEncoder(new() { Mode = Mode.Lossy(effort: effort) }).Encode(image, heard);
        Assert.Equal(heard.Values.Order(), heard.Values);
        Assert.Equal(1, heard.Values[^1]);
        Assert.True(heard.Values.Count > 5);

        using var patience = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => new VaeEncoder(new() { Mode = Mode.Lossy(effort: effort) })
                .Encode(image, new Heard(done => { if (done > 0.4) patience.Cancel(); }), patience.Token));
    }

    private static void AssertLower(EncodedImage encoded, EncodedImage than, IReadOnlyList<double>? asked = null)
        => Assert.True(Objective(encoded, asked ?? than.Beta) < Objective(than, asked ?? than.Beta),
            $"{Objective(encoded, asked ?? than.Beta)} after {Objective(than, asked ?? than.Beta)}");

    /// <summary>D + sum of lambda_l R_l over the picture, where lambda is a quarter of an octave below the beta asked for; the rest of the
    /// file at the mean.</summary>
    private static double Objective(EncodedImage encoded, IReadOnlyList<double> asked)
    {
        double distortion = Math.Pow(10, -encoded.Psnr / 10) * encoded.Width * encoded.Height;
        double bits = encoded.LayerBits.Zip(asked, (bits, beta) => bits * beta)
            .Sum() + (asked.Average() * ((encoded.Bytes.Length * 8) - encoded.LayerBits.Sum()));
        return distortion + (bits * Math.Pow(2, -0.25));
    }

    /// <summary>Encodes, and sees to it that the file decodes to what the encoder says.</summary>
    private static EncodedImage Encode(PixelImage image, EncoderOptions options)
    {
        EncodedImage encoded = new VaeEncoder(options).Encode(image);
        Assert.Equal(encoded.Reconstruction.Pixels, new VaeDecoder().Decode(encoded.Bytes).Pixels);
        return encoded;
    }
}
