using System.Globalization;
using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Golden;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Inference.Work;
using VaeCodec.Picture;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Picture;

/// <summary>Decoding to a smaller picture: by the network's own heads, or as the means of squares of the whole one.</summary>
public sealed class ScaleTests
{
    public static TheoryData<string> Machines => [Isa.Avx2.Name, Isa.Sse.Name, Isa.Scalar.Name];

    private static readonly Dictionary<int, byte[]> s_files = Enumerable.Range(1, 4)
        .ToDictionary(c => c, c => new VaeEncoder().Encode(Photo.Crop(37, 21, c)).Bytes);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(3, 1)]
    public void WithAlphaEachPixelIsTheMeanOfASquare(int channels, int scale)
    {
        PixelImage whole = new VaeDecoder().Decode(s_files[channels]);

        PixelImage small = new VaeDecoder(new() { Scale = scale }).Decode(s_files[channels]);

        Assert.Equal(((37 + scale - 1) / scale, (21 + scale - 1) / scale, channels), (small.Width, small.Height, small.Channels));
        Assert.Equal(small.Width * small.Height * channels, small.Pixels.Length);
        for (int i = 0; i < small.Pixels.Length; i++)
            Assert.InRange(small.Pixels[i] - Mean(whole, i % channels, i / channels % small.Width * scale,
                i / channels / small.Width * scale, scale), -0.5, 0.5);
    }

    /// <summary>Exact areas are what matters of such a picture.</summary>
    [Fact]
    public void WithExactAreasEachPixelIsTheMeanOfASquare()
    {
        byte[] file = new VaeEncoder().Encode(MixedPictures.TextInAPhotograph(100, 83, 3)).Bytes;
        Assert.NotNull(VaecFile.Read(file).Areas);

        Assert.Equal(PictureReduction.Reduce(new VaeDecoder().Decode(file), 4).Pixels,
            new VaeDecoder(new() { Scale = 4 }).Decode(file).Pixels);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(3, 8)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void AHeadComesNearTheMeans(int channels, int scale)
    {
        PixelImage photo = Photo.Crop(200, 131, channels);
        byte[] file = new VaeEncoder(new() { AllowExact = false }).Encode(photo).Bytes;
        PixelImage means = PictureReduction.Reduce(new VaeDecoder().Decode(file), scale);

        DecodedImage small = new VaeDecoder(new() { Scale = scale }).DecodeDetailed(file);

        Assert.Equal((means.Width, means.Height, channels), (small.Image.Width, small.Image.Height, small.Image.Channels));
        Assert.Equal((8, 8, false, false), (small.Layers, small.LayersInAll, small.IsLossless, small.IsCutShort));
        Assert.NotEqual(means.Pixels, small.Image.Pixels);
        Assert.InRange(ColourPlanes.Psnr(means.Pixels, small.Image.Pixels, channels), 36, 60);
    }

    /// <summary>A lossless file's small picture is its lossy part's, without a step of the pixel network.</summary>
    [Fact]
    public void ALosslessFileShowsItsLossyPart()
    {
        PixelImage photo = Photo.Crop(120, 80);
        byte[] file = new VaeEncoder(new() { Mode = Mode.Lossless(Rate.Quality(60)), AllowExact = false }).Encode(photo).Bytes,
            lossy = new VaeEncoder(new() { Mode = Rate.Quality(60), AllowExact = false }).Encode(photo).Bytes;

        DecodedImage small = new VaeDecoder(new() { Scale = 8 }).DecodeDetailed(file);

        Assert.False(small.IsLossless);
        Assert.Equal(new VaeDecoder(new() { Scale = 8 }).Decode(lossy).Pixels, small.Image.Pixels);
    }

    [Fact]
    public void FewerLayersComputeLessAndShowLess()
    {
        byte[] file = new VaeEncoder(new() { AllowExact = false }).Encode(Photo.Crop(200, 131)).Bytes;
        PixelImage best = new VaeDecoder(new() { Scale = 8 }).Decode(file);
        double last = double.PositiveInfinity;
        foreach (int layers in new[] { 8, 6, 3 })
        {
            DecodedImage small = new VaeDecoder(new() { Scale = 8, Layers = layers }).DecodeDetailed(file);
            double psnr = ColourPlanes.Psnr(best.Pixels, small.Image.Pixels, 3);

            Assert.Equal((layers, 8, 25, 17), (small.Layers, small.LayersInAll, small.Image.Width, small.Image.Height));
            Assert.True(psnr > 20 && (layers == 8 || psnr < last), $"{layers} layers: {psnr} dB");
            last = psnr;
        }
    }

    /// <summary>Pictures by the heads that are released, for ever: every processor, any number of threads, strips of any height.</summary>
    [Fact]
    public void SmallPicturesAreTheSameForEver()
    {
        string[] expected = File.ReadAllLines(Path.Combine(ReleasedFile.Folder, "previews.csv"));
        foreach ((int threads, long strips) in new[] { (1, EngineOptions.DefaultStripBytes), (3, 1L) })
            Assert.Equal(expected, expected.Select((line, i) => i == 0 ? line : Preview(line.Split(','), threads, strips)));
    }

    /// <summary>A line of the list, by what is decoded now.</summary>
    private static string Preview(string[] line, int threads, long strips)
    {
        (int scale, int layers) = (int.Parse(line[1], CultureInfo.InvariantCulture), int.Parse(line[2], CultureInfo.InvariantCulture));
        var decoder = new VaeDecoder(new() { Scale = scale, Layers = layers, Threads = threads, StripBytes = strips });
        string crc = ReleasedFileCatalog.Crc(decoder.Decode(File.ReadAllBytes(ReleasedFile.PathOf(line[0]))).Pixels);
        return string.Create(CultureInfo.InvariantCulture, $"{line[0]},{scale},{layers},{crc}");
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public Task AConfinedMachineGetsTheSame(string isa) => IsaRunner.RerunTestAsync(Isa.Named(isa), GetType(),
        nameof(SmallPicturesAreTheSameForEver), new Dictionary<string, string>(), TestContext.Current.CancellationToken);

    /// <summary>A file that has been cut short has a small picture, too.</summary>
    [Fact]
    public void ATruncatedFileShowsWhatThereIs()
    {
        byte[] file = new VaeEncoder(new() { AllowExact = false }).Encode(Photo.Crop(200, 131)).Bytes;
        var decoder = new VaeDecoder(new() { Scale = 8, AllowTruncated = true });

        DecodedImage small = decoder.DecodeDetailed(file.AsMemory(0, file.Length * 3 / 4));

        Assert.True(small.IsCutShort);
        Assert.InRange(small.Layers, 1, 7);
        Assert.Equal((25, 17), (small.Image.Width, small.Image.Height));
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
