using System.Buffers.Binary;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Sixteen bits per channel, on request rounded to eight; and limits on what is read.</summary>
public class DepthTests
{
    private static readonly ImageFileOptions s_reduce = new() { ReduceDepth = true };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SixteenBitsAreRoundedOnRequest(int channels)
    {
        ushort[] values = [0, 127, 128, 129, 255, 256, 257, 385, 386, 32767, 32768, 65406, 65407, 65535, 1000, 50000, 4242, 60001];
        byte[] samples = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * i), values[i]);
        byte[] file = [.. System.Text.Encoding.ASCII.GetBytes($"P{(channels == 1 ? 5 : 6)}\n{values.Length / channels} 1\n65535\n"),
            .. samples];

        PixelImage image = ImageFile.Load(file, s_reduce);

        Assert.Equal(channels, image.Channels);
        Assert.Equal(values.Select(value => (byte)Math.Round(value / 257.0)), image.Pixels);
        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() => ImageFile.Load(file)).Kind);
    }

    [Fact]
    public void ADeepPngIsReadOnRequest()
    {
        PixelImage image = ImageFile.Load(Corpus.PathOf("deep.png"), s_reduce);

        Assert.Equal(image.Width * image.Height * image.Channels, image.Pixels.Length);
        Assert.True(image.Pixels.Distinct().Count() > 20);
    }

    [Fact]
    public void EightBitsAreLeftAlone()
        => Assert.Equal(ImageFile.Load(Corpus.PathOf("rgba.png")).Pixels, ImageFile.Load(Corpus.PathOf("rgba.png"), s_reduce).Pixels);

    [Fact]
    public void FloatsAreRefusedAnyway()
    {
        byte[] pfm = [.. "PF\n1 1\n-1.0\n"u8, .. new byte[12]];

        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() => ImageFile.Load(pfm, s_reduce)).Kind);
    }

    [Fact]
    public void TheLimitOfPixelsIsExact()
    {
        byte[] file = ImageFile.SaveToBytes(Photo.Crop(9, 7), ".png");

        Assert.Equal(9, ImageFile.Load(file, new() { MaxPixels = 63 }).Width);
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() =>
            ImageFile.Load(file, new() { MaxPixels = 62 })).Kind);
    }
}
