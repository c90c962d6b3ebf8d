using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Areas;

/// <summary>Graphics inside a lossy photograph come back exactly, where that pays.</summary>
public sealed class MixedPictureTests
{
    private static readonly PixelImage s_mixed = MixedPictures.TextInAPhotograph(176, 150, 3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TextIsExactAndThePictureIsNearerForItsBytes(int channels)
    {
        PixelImage image = MixedPictures.TextInAPhotograph(176, 150, channels);
        EncodedImage mixed = Encode(image, Rate.Quality(60)), network = Encode(image, Rate.Quality(60), allowExact: false);
        Assert.InRange(mixed.ExactShare, 0.15, 0.5);
        Assert.Equal(0, network.ExactShare);
        Assert.True(mixed.Psnr > network.Psnr + 2, $"{mixed.Psnr} dB against {network.Psnr}");
        Assert.True(mixed.Bytes.Length < network.Bytes.Length, $"{mixed.Bytes.Length} bytes against {network.Bytes.Length}");
        byte[] decoded = Decode(mixed.Bytes);
        Assert.Equal(mixed.Reconstruction.Pixels, decoded);
        Assert.Contains(VaeDecoder.Identify(mixed.Bytes).Chunks, chunk => chunk.Name == "exact areas");
        // the middle of the text
        int at = ((75 * 176) + 80) * channels;
        Assert.Equal(image.Pixels.AsSpan(at, 16 * channels), decoded.AsSpan(at, 16 * channels));
    }

    [Fact]
    public void APhotographIsTheNetworksAlone()
    {
        PixelImage photo = Photo.Crop(176, 150);
        foreach (double quality in new double[] { 5, 60, 95 })
            Assert.Equal(Encode(photo, Rate.Quality(quality), allowExact: false).Bytes, Encode(photo, Rate.Quality(quality)).Bytes);
    }

    [Fact]
    public void TargetsAreMetWithFewerBytesOrLessError()
    {
        EncodedImage mixed = Encode(s_mixed, Rate.Psnr(31)), network = Encode(s_mixed, Rate.Psnr(31), allowExact: false);
        Assert.InRange(mixed.Psnr, 31, 31.5);
        Assert.True(mixed.Bytes.Length < network.Bytes.Length && mixed.ExactShare > 0);
        EncodedImage bytes = Encode(s_mixed, Rate.Bytes(5000)), alone = Encode(s_mixed, Rate.Bytes(5000), allowExact: false);
        Assert.InRange(bytes.Bytes.Length, 4700, 5000);
        Assert.True(bytes.Psnr > alone.Psnr && bytes.ExactShare > 0);
    }

    [Theory]
    [InlineData(37)]
    [InlineData(45)]
    public void WhatIsOutOfTheNetworksReachIsMetByExactPixels(double decibel)
    {
        Assert.Throws<VaeCodecException>(() => Encode(s_mixed, Rate.Psnr(decibel), allowExact: false));
        EncodedImage reached = Encode(s_mixed, Rate.Psnr(decibel));
        Assert.True(reached.Psnr >= decibel && reached.Bytes.Length <= Encode(s_mixed, Mode.Lossless()).Bytes.Length);
    }

    [Fact]
    public void LayersHaveTheExactAreasToo()
    {
        EncodedImage mixed = Encode(s_mixed, Rate.Quality(60));
        byte[] first = new VaeDecoder(new() { Layers = 2 }).Decode(mixed.Bytes, cancellationToken: Stop).Pixels;
        byte[] cut = new VaeDecoder(new() { AllowTruncated = true }).Decode(mixed.Bytes.AsMemory(0, mixed.Bytes.Length - 200),
            cancellationToken: Stop).Pixels;
        int at = ((75 * 176) + 80) * 3;
        Assert.Equal(s_mixed.Pixels.AsSpan(at, 48), first.AsSpan(at, 48));
        Assert.Equal(s_mixed.Pixels.AsSpan(at, 48), cut.AsSpan(at, 48));
    }

    [Fact]
    public void EffortAndTextureLeaveThemAlone()
    {
        EncodedImage plain = Encode(s_mixed, Mode.Lossy(Rate.Quality(40))), refined = Encode(s_mixed, Mode.Lossy(Rate.Quality(40), 3));
        Assert.True(refined.ExactShare > 0 && refined.Psnr > plain.Psnr - 0.3);
        EncodedImage texture = Encode(s_mixed, Mode.Texture(Rate.Quality(40)));
        byte[] decoded = Decode(texture.Bytes);
        int at = ((75 * 176) + 80) * 3;
        Assert.Equal(s_mixed.Pixels.AsSpan(at, 48), decoded.AsSpan(at, 48));
        Assert.Equal(texture.Reconstruction.Pixels, decoded);
    }

    [Fact]
    public void HiddenColoursInThemCostNothing()
    {
        PixelImage clean = MixedPictures.TextInAPhotograph(176, 150, 4), noisy = clean with { Pixels = [.. clean.Pixels] };
        var random = new Random(1);
        foreach (int i in Enumerable.Range(0, 176 * 150).Where(i => i % 176 is > 70 and < 100))
        {
            clean.Pixels[(i * 4) + 3] = noisy.Pixels[(i * 4) + 3] = 0;
            random.NextBytes(noisy.Pixels.AsSpan(i * 4, 3));
        }

        Assert.InRange(Encode(noisy, Rate.Quality(60)).Bytes.Length / (double)Encode(clean, Rate.Quality(60)).Bytes.Length, 0.97, 1.03);
    }

    [Fact]
    public void EveryDamageIsFound()
    {
        byte[] file = Encode(MixedPictures.TextInAPhotograph(64, 64, 3), Rate.Quality(60)).Bytes;
        var random = new Random(3);
        for (int at = 0; at < file.Length; at += 3)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= (byte)(1 << random.Next(8));
            Assert.Throws<VaeCodecException>(() => Decode(damaged));
        }
    }

    private static byte[] Decode(byte[] file) => new VaeDecoder().Decode(file, cancellationToken: Stop).Pixels;

    private static EncodedImage Encode(PixelImage image, Mode mode, bool allowExact = true)
        => new VaeEncoder(new() { Mode = mode, AllowExact = allowExact }).Encode(image, cancellationToken: Stop);
}
