using VaeCodec.Codec.Tests.Support;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>Cut-outs: a disc of a photograph, and around it an alpha of 0 over whatever.</summary>
public sealed class HiddenColoursTests
{
    private const int Width = 90, Height = 70;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void WhatCannotBeSeenCostsNothing(int channels)
    {
        byte[] clean = Encode(Cutout(channels, _ => 0)).Bytes;
        var random = new Random(1);
        Assert.Equal(clean, Encode(Cutout(channels, _ => (byte)random.Next(256))).Bytes);
        Assert.Equal(clean, Encode(Cutout(channels, i => (byte)(255 * (i / 3 % 2)))).Bytes);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ATargetIsMetOverWhatCanBeSeen(int channels)
    {
        var random = new Random(2);
        PixelImage image = Cutout(channels, _ => (byte)random.Next(256));
        EncodedImage encoded = Encode(image, Rate.Psnr(34));
        Assert.InRange(VisiblePsnr(image, new VaeDecoder().Decode(encoded.Bytes, cancellationToken: Stop)), 33.85, 34.15);
        Assert.InRange(encoded.Psnr, 33.85, 34.15);
    }

    [Fact]
    public void TheyAreKeptOnRequestAndInLosslessFiles()
    {
        PixelImage image = Cutout(4, i => (byte)(i / 4 % Width * 2));
        PixelImage kept = new VaeDecoder().Decode(new VaeEncoder(new() { Mode = Rate.Quality(90), KeepHidden = true })
            .Encode(image, cancellationToken: Stop).Bytes, cancellationToken: Stop);
        double error = 0;
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            bool hidden = image.Pixels[(i / 4 * 4) + 3] == 0 && i / 4 / Width is > 2 and < 12;
            error = Math.Max(error, hidden ? Math.Abs(image.Pixels[i] - kept.Pixels[i]) : 0);
        }

        Assert.InRange(error, 0, 60); // noise around it, or a fill, would be off by far more
        Assert.Equal(image.Pixels, new VaeDecoder().Decode(new VaeEncoder(new() { Mode = Mode.Lossless() })
            .Encode(image, cancellationToken: Stop).Bytes, cancellationToken: Stop).Pixels);
    }

    [Fact]
    public void VisiblePixelsAreNotTouchedAndTheFillIsSmooth()
    {
        PixelImage image = Cutout(4, _ => 255), filled = HiddenColours.Filled(image, Stop);
        for (int i = 0; i < image.Pixels.Length; i++)
            Assert.True(image.Pixels[(i / 4 * 4) + 3] == 0 || image.Pixels[i] == filled.Pixels[i]);
        int steps = Enumerable.Range(1, Width - 1).Max(x => Math.Abs(filled.Pixels[4 * x] - filled.Pixels[4 * (x - 1)]));
        Assert.InRange(steps, 0, 24);
        PixelImage nothing = new(5, 3, 2, new byte[30]);
        Assert.Equal(nothing.Pixels, HiddenColours.Filled(nothing, Stop).Pixels);
        Assert.Equal(double.PositiveInfinity, Encode(nothing).Psnr);
    }

    private static EncodedImage Encode(PixelImage image, Rate? rate = null)
        => new VaeEncoder(new() { Mode = rate ?? Rate.Quality(60) }).Encode(image, cancellationToken: Stop);

    private static PixelImage Cutout(int channels, Func<int, byte> hidden)
    {
        PixelImage image = Photo.Crop(Width, Height, channels);
        byte[] pixels = [.. image.Pixels];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = (i / channels % Width) - (Width / 2), y = (i / channels / Width) - (Height / 2);
            bool inside = (x * x) + (y * y) < 26 * 26;
            if (i % channels == channels - 1)
                pixels[i] = inside ? (byte)(1 + (pixels[i] * 254 / 255)) : (byte)0;
            else if (!inside)
                pixels[i] = hidden(i);
        }

        return image with { Pixels = pixels };
    }

    private static double VisiblePsnr(PixelImage a, PixelImage b)
    {
        double error = 0, count = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
        {
            if (i % a.Channels == a.Channels - 1 || a.Pixels[(i / a.Channels * a.Channels) + a.Channels - 1] == 0)
                continue;
            error += Math.Pow(a.Pixels[i] - b.Pixels[i], 2);
            count++;
        }

        return 10 * Math.Log10(255 * 255 * count / error);
    }
}
