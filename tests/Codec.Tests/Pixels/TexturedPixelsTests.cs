using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.PixelCnn;
using VaeCodec.Inference.Tests.PixelCnn;
using VaeCodec.Pixels;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>Samples of a network with random weights, which is as wild as any: they stay near the lossy picture and the same for
/// ever.</summary>
public class TexturedPixelsTests
{
    private static readonly PixelCnnModel s_model = new(RandomPixelModel.Weights(RandomPixelModel.Spec(7, 5), 3));

    [Theory]
    [InlineData(1, 32, "8458ab15")]
    [InlineData(3, 32, "fcc515e3")]
    [InlineData(3, 20, "ca1ae8e3")]
    [InlineData(4, 40, "59933165")]
    public void TheSamplesAreTheGoldenOnes(int channels, int temperature, string crc)
        => Assert.Equal(crc, Crc32C.Compute(Draw(Photo.Crop(90, 64, channels).Pixels, 90, 64, channels, temperature))
            .ToString("x8", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void TheyStayNear()
    {
        byte[] lossy = Photo.Crop(200, 150).Pixels, drawn = Draw(lossy, 200, 150, 3, 40);

        Assert.NotEqual(lossy, drawn);
        Assert.All(lossy.Zip(drawn), pair => Assert.InRange(pair.First - pair.Second, -2 * TextureReach.Most - 2,
            2 * TextureReach.Most + 2));
        Assert.InRange(lossy.Zip(drawn).Average(pair => pair.Second - pair.First), -0.2, 0.2);
    }

    [Fact]
    public void WhatIsFlatStaysFlat()
    {
        byte[] flat = [.. Enumerable.Repeat((byte)77, 40 * 50 * 3)];
        Assert.Equal(flat, Draw(flat, 40, 50, 3, 40));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 40, 3)]
    [InlineData(40, 3, 2)]
    [InlineData(31, 29, 4)]
    public void ReachAndBalanceAreThoseOfTheDocument(int width, int height, int channels)
    {
        byte[] lossy = Photo.Crop(width, height, channels).Pixels, samples = [.. lossy], balanced = [.. lossy];
        var random = new Random(width);
        int colours = channels <= 2 ? 1 : 3;
        for (int i = 0; i < samples.Length; i++)
            samples[i] = i % channels < colours ? (byte)Math.Clamp(lossy[i] + random.Next(-30, 20), 0, 255) : lossy[i];
        samples.CopyTo(balanced, 0);
        byte[] reach = TextureReach.Of(lossy, width, height, channels);
        TextureBalance.Apply(balanced, lossy, width, height, channels);

        for (int i = 0; i < width * height; i++)
        {
            int[] near = Around(i, 2), wide = Around(i, 4);
            Assert.Equal(Math.Min(16, Enumerable.Range(0, colours).Max(c =>
                near.Max(at => lossy[at * channels + c]) - near.Min(at => lossy[at * channels + c]))), reach[i]);
            for (int c = 0; c < channels; c++)
            {
                int at = i * channels + c, sum = wide.Sum(n => samples[n * channels + c] - lossy[n * channels + c]);
                Assert.Equal(Math.Clamp(samples[at] - (int)Math.Floor((double)sum / wide.Length + 0.5), 0, 255), balanced[at]);
            }
        }

        int[] Around(int i, int radius) => [.. Enumerable.Range(0, width * height)
            .Where(n => Math.Abs(n % width - i % width) <= radius && Math.Abs(n / width - i / width) <= radius)];
    }

    private static byte[] Draw(byte[] lossy, int width, int height, int channels, int temperature)
    {
        var bands = new PixelBands(s_model, 0.5f, width, height, channels, 2, TestContext.Current.CancellationToken);
        return TexturedPixels.Of(new(0, 0, (byte)temperature, 2, 41), bands, lossy, width, height, channels, null);
    }
}
