using VaeCodec.Codec.Tests.Support;
using VaeCodec.Models;
using Xunit;

namespace VaeCodec.Codec.Tests.Lossy;

/// <summary>Files that have been cut short, decoded as far as they go; and whole files, in which no bit can be wrong unseen.</summary>
public class TruncationTests
{
    private static readonly VaeDecoder s_lenient = new(new() { AllowTruncated = true, Threads = 1 });
    private static readonly VaeDecoder s_strict = new(new() { Threads = 1 });

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryCutGivesTheLayersThatAreWhole(int channels)
    {
        PixelImage image = Photo.Crop(70, 50, channels) with { Metadata = new() { Exif = Samples.Exif(1) } };
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(40) }).Encode(image).Bytes;
        int latents = file.Length - (int)VaeDecoder.Identify(file).LatentBytes!;
        int all = ModelLibrary.In(null).Default(ModelKind.Hvae).Network.Layers.Count, before = 0;
        byte[][] coarse = [.. Enumerable.Range(0, all + 1).Select(layers => new VaeDecoder(new() { Layers = layers }).Decode(file).Pixels)];

        for (int length = latents; length < file.Length; length += Math.Max(1, file.Length / 60))
        {
            DecodedImage decoded = s_lenient.DecodeDetailed(file.AsMemory(0, length));

            Assert.True(decoded.IsCutShort);
            Assert.Equal(all, decoded.LayersInAll);
            Assert.InRange(decoded.Layers, before, all - 1);
            Assert.Equal(coarse[decoded.Layers], decoded.Image.Pixels);
            Samples.AssertEqual(image.Metadata, decoded.Image.Metadata);
            Assert.Throws<VaeCodecException>(() => s_strict.Decode(file.AsMemory(0, length)));
            before = decoded.Layers;
        }

        Assert.True(before > 0, "no layer is whole before the last byte");
    }

    [Fact]
    public void AWholeFileIsDecodedAsEver()
    {
        EncodedImage encoded = new VaeEncoder(new() { Mode = Rate.Quality(40) }).Encode(Photo.Crop(20, 30));

        DecodedImage decoded = s_lenient.DecodeDetailed(encoded.Bytes);

        Assert.Equal((false, decoded.LayersInAll), (decoded.IsCutShort, decoded.Layers));
        Assert.Equal(encoded.Reconstruction.Pixels, decoded.Image.Pixels);
    }

    [Fact]
    public void WhatIsDamagedAndNotCutIsRefusedAllTheSame()
    {
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(40) }).Encode(Photo.Crop(20, 30)).Bytes;
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. file];
            damaged[new Random(round).Next(damaged.Length)] ^= (byte)(1 << (round % 8));
            // never taken for intact: it is refused, or the damage has used up the latents before their last layer
            if (Record.Exception(() => Assert.True(s_lenient.DecodeDetailed(damaged).IsCutShort)) is { } error)
                Assert.IsType<VaeCodecException>(error);
        }

        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => s_lenient.Decode((byte[])[.. file, 0])).Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void WithoutAHeaderThereIsNoPicture(int length)
    {
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(40) }).Encode(Photo.Crop(20, 30)).Bytes;

        Assert.Equal(VaeCodecErrorKind.Truncated, Assert.Throws<VaeCodecException>(() => s_lenient.Decode(file.AsMemory(0, length))).Kind);
    }

    [Fact]
    public void EveryBitOfASmallFileCounts()
    {
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(35) })
            .Encode(Photo.Crop(12, 10, 2) with { Metadata = new() { Xmp = new byte[20] } }).Bytes;
        Assert.InRange(file.Length, 60, 300);
        s_strict.Decode(file);
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(Record.Exception(() => s_strict.Decode(damaged)) is VaeCodecException,
                $"bit {bit % 8} of byte {bit / 8} is wrong, and nobody minds");
        }

        for (int length = 0; length < file.Length; length++)
            Assert.Throws<VaeCodecException>(() => s_strict.Decode(file.AsMemory(0, length)));
        for (int more = 1; more < 40; more++)
            Assert.Throws<VaeCodecException>(() => s_strict.Decode((byte[])[.. file, .. new byte[more]]));
    }
}
