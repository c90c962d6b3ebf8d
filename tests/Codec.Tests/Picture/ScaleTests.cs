using VaeCodec.Codec.Tests.Support;
using VaeCodec.Picture;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>PictureDecoding to a smaller picture.</summary>
public class ScaleTests
{
    private static readonly Dictionary<int, byte[]> s_files = Enumerable.Range(1, 4)
        .ToDictionary(c => c, c => new VaeEncoder().Encode(Photo.Crop(37, 21, c)).Bytes);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(3, 1)]
    public void EachPixelIsTheMeanOfASquare(int channels, int scale)
    {
        PixelImage whole = new VaeDecoder().Decode(s_files[channels]);

        PixelImage small = new VaeDecoder(new() { Scale = scale }).Decode(s_files[channels]);

        Assert.Equal(((37 + scale - 1) / scale, (21 + scale - 1) / scale, channels), (small.Width, small.Height, small.Channels));
        Assert.Equal(small.Width * small.Height * channels, small.Pixels.Length);
        for (int i = 0; i < small.Pixels.Length; i++)
            Assert.InRange(small.Pixels[i] - Mean(whole, i % channels, i / channels % small.Width * scale,
                i / channels / small.Width * scale, scale), -0.5, 0.5);
    }

    [Fact]
    public void WhatCannotBeSeenHasNoColour()
    {
        PixelImage edge = new(2, 1, 4, [200, 100, 0, 255, 10, 250, 90, 0]);

        Assert.Equal([200, 100, 0, 128], PictureReduction.Reduce(edge, 2).Pixels);
        Assert.Equal([105, 175, 45, 0], PictureReduction.Reduce(edge with { Pixels = [200, 100, 0, 0, 10, 250, 90, 0] }, 8).Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void OtherScalesAreRefused(int scale)
        => Assert.Equal(VaeCodecErrorKind.BadArgument, Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { Scale = scale })
            .Decode(s_files[3])).Kind);

    [Fact]
    public void ASmallPictureKeepsItsMetadataAndMayHaveFewerLayers()
    {
        byte[] file = new VaeEncoder().Encode(Photo.Crop(20, 20) with { Metadata = Samples.All(1) }).Bytes;

        PixelImage small = new VaeDecoder(new() { Scale = 4, Layers = 2 }).Decode(file);

        Assert.Equal((5, 5), (small.Width, small.Height));
        Samples.AssertEqual(Samples.All(1), small.Metadata);
    }

    /// <summary>Colours weigh as much as they are opaque.</summary>
    private static double Mean(PixelImage image, int channel, int left, int top, int side)
    {
        (double sum, double weights) = (0, 0);
        for (int y = top; y < Math.Min(top + side, image.Height); y++)
        {
            for (int x = left; x < Math.Min(left + side, image.Width); x++)
            {
                int at = ((y * image.Width) + x) * image.Channels;
                double weight = image.HasAlpha && channel < image.Channels - 1 ? image.Pixels[at + image.Channels - 1] : 1;
                sum += image.Pixels[at + channel] * weight;
                weights += weight;
            }
        }

        Assert.NotEqual(0, weights);
        return sum / weights;
    }
}
