using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>Exact pixels without a network, where those take the fewest bytes.</summary>
public sealed class CheapestFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 1, 3 }, { 1, 1, 4 }, { 4, 4, 3 }, { 16, 16, 2 }, { 200, 3, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AFlatPictureComesOutExact(int width, int height, int channels)
    {
        foreach (byte colour in new byte[] { 0, 1, 128, 200, 255 })
        {
            PixelImage image = Picture(width, height, channels, (_, _, c) => (byte)(c == channels - 1 && channels is 2 or 4 ? 255
                : colour ^ (c * 85)));
            AssertExact(image, Encode(image, Rate.Quality(60)));
        }
    }

    [Fact]
    public void GraphicsComeOutExactAndAPhotographDoesNot()
    {
        PixelImage text = Text(300, 120, 3), photo = Photo.Crop(200, 120);
        EncodedImage encoded = Encode(text, Rate.Quality(60));
        AssertExact(text, encoded);
        Assert.Equal((null, 0, true), (encoded.Model, encoded.Beta.Count, encoded.IsPlain));
        Assert.False(Encode(photo, Rate.Quality(60)).IsPlain);
        Assert.False(Encode(text, Rate.Quality(60), allowExact: false).IsPlain);
    }

    [Fact]
    public void AnExactFileIsNeverLargerThanTheLossyOne()
    {
        foreach (PixelImage image in new[] { Text(64, 64, 1), Text(90, 40, 4), Photo.Crop(24, 24), Photo.Crop(3, 5), Noise(20, 20, 3) })
        {
            foreach (double quality in new double[] { 0, 60, 100 })
            {
                EncodedImage auto = Encode(image, Rate.Quality(quality)), lossy = Encode(image, Rate.Quality(quality), allowExact: false);
                Assert.True(auto.Bytes.Length <= lossy.Bytes.Length);
                Assert.True(auto.IsPlain || auto.Bytes.AsSpan().SequenceEqual(lossy.Bytes));
            }
        }
    }

    [Fact]
    public void ExactAndWithinTheTargetWins()
    {
        PixelImage text = Text(300, 120, 3);
        int exact = Encode(text, Mode.Lossless()).Bytes.Length;
        AssertExact(text, Encode(text, Rate.Bytes(exact)));
        AssertExact(text, Encode(text, Rate.BitsPerPixel(exact * 8.0 / (300 * 120))));
        AssertExact(text, Encode(text, Rate.Psnr(35)));
        AssertExact(text, Encode(text, Rate.Psnr(90))); // out of the network's reach
    }

    [Fact]
    public void LosslessTakesTheCheapestWay()
    {
        PixelImage text = Text(200, 100, 3), photo = Photo.Crop(160, 120), noise = Noise(64, 48, 3);
        Assert.True(Encode(text, Mode.Lossless()).IsPlain);
        Assert.False(Encode(photo, Mode.Lossless()).IsPlain);
        Assert.InRange(Encode(noise, Mode.Lossless()).Bytes.Length, 1, noise.Pixels.Length + 64);
        foreach (PixelImage image in new[] { text, photo, noise })
            AssertExact(image, Encode(image, Mode.Lossless()));
        Assert.False(Encode(text, Mode.Lossless(Rate.Quality(50))).IsPlain); // the picture was asked for
    }

    [Fact]
    public void MetadataAndIdentifyWork()
    {
        PixelImage text = Text(80, 40, 3) with { Metadata = Samples.All(1, gray: false) };
        EncodedImage encoded = Encode(text, Rate.Quality(60));
        PixelImage decoded = new VaeDecoder().Decode(encoded.Bytes, cancellationToken: Stop);
        Assert.Equal(text.Metadata.Exif.ToArray(), decoded.Metadata.Exif.ToArray());
        VaeImageInfo info = VaeDecoder.Identify(encoded.Bytes), streamed = VaeDecoder.Identify(new MemoryStream(encoded.Bytes));
        Assert.Equal((80, 40, 3, true, null, 0L), (info.Width, info.Height, info.Channels, info.IsPlain, info.Model, info.LatentBytes));
        Assert.Equal((info.PixelBytes, true), (streamed.PixelBytes, streamed.IsPlain));
        Assert.Equal(8 * info.PixelBytes, encoded.PixelBits);
    }

    [Fact]
    public void EveryDamageIsFound()
    {
        byte[] file = Encode(Text(40, 20, 3), Rate.Quality(60)).Bytes;
        var random = new Random(3);
        for (int at = 0; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= (byte)(1 << random.Next(8));
            Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(damaged, cancellationToken: Stop));
            Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { AllowTruncated = true }).Decode(file.AsMemory(0, at),
                cancellationToken: Stop));
        }
    }

    private static EncodedImage Encode(PixelImage image, Mode mode, bool allowExact = true)
        => new VaeEncoder(new() { Mode = mode, AllowExact = allowExact }).Encode(image, cancellationToken: Stop);

    private static void AssertExact(PixelImage image, EncodedImage encoded)
    {
        Assert.Equal(double.PositiveInfinity, encoded.Psnr);
        DecodedImage decoded = new VaeDecoder().DecodeDetailed(encoded.Bytes, cancellationToken: Stop);
        Assert.Equal(image.Pixels, decoded.Image.Pixels);
        Assert.True(decoded.IsLossless);
    }

    /// <summary>Letters of a sort: strokes on a light ground, the same few again and again.</summary>
    private static PixelImage Text(int width, int height, int channels) => Picture(width, height, channels, (x, y, c) =>
        channels is 2 or 4 && c == channels - 1 ? (byte)255 : MixedPictures.IsInk(x, y) ? (byte)(20 + (30 * c)) : (byte)245);

    private static PixelImage Noise(int width, int height, int channels)
    {
        var random = new Random(4);
        return Picture(width, height, channels, (_, _, _) => (byte)random.Next(256));
    }

    private static PixelImage Picture(int width, int height, int channels, Func<int, int, int, byte> value)
        => new(width, height, channels, [.. Enumerable.Range(0, width * height * channels).Select(i =>
            value(i / channels % width, i / channels / width, i % channels))]);
}
