using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Pixels.Graphics;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Pixels;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Codec.Tests.Pixels;

/// <summary>Files of plain pixels decode exactly, without any model, and say what they are.</summary>
public class PlainFileTests
{
    private static readonly PixelImage s_image = Image("glyphs", 40, 33, 4);
    private static readonly byte[] s_file = Write(s_image);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheyDecodeExactly(int channels)
    {
        foreach (string kind in GraphicsPictures.Kinds)
        {
            PixelImage image = Image(kind, 33, 21, channels);
            DecodedImage decoded = new VaeDecoder().DecodeDetailed(Write(image));
            Assert.Equal(image.Pixels, decoded.Image.Pixels);
            Assert.Equal((33, 21, channels), (decoded.Image.Width, decoded.Image.Height, decoded.Image.Channels));
            Assert.Equal((true, false, 0, 0), (decoded.IsLossless, decoded.IsCutShort, decoded.Layers, decoded.LayersInAll));
        }
    }

    [Fact]
    public void NoModelIsLookedFor()
    {
        string empty = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.Equal(s_image.Pixels, new VaeDecoder(new() { ModelsFolder = Path.Combine(empty, "none") }).Decode(s_file).Pixels);
        }
        finally
        {
            Directory.Delete(empty);
        }
    }

    [Fact]
    public void MetadataComesBack()
    {
        PixelImage image = s_image with { Metadata = Samples.All(3) };
        ImageMetadata read = new VaeDecoder().Decode(Write(image)).Metadata;
        Assert.Equal(image.Metadata.Icc.ToArray(), read.Icc.ToArray());
        Assert.Equal(image.Metadata.Exif.ToArray(), read.Exif.ToArray());
        Assert.Equal(image.Metadata.Xmp.ToArray(), read.Xmp.ToArray());
    }

    [Fact]
    public void TheLimitIsOfTheWholeFile()
    {
        Assert.Equal(s_file, PlainFile.Within(s_image, s_file.Length, default)!.Write());
        Assert.Null(PlainFile.Within(s_image, s_file.Length - 1, default));
    }

    [Fact]
    public void ThereAreNoLayers()
    {
        Assert.Equal(s_image.Pixels, new VaeDecoder(new() { Layers = 0 }).Decode(s_file).Pixels);
        Assert.Equal(VaeCodecErrorKind.BadArgument,
            Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { Layers = 1 }).Decode(s_file)).Kind);
        Assert.Empty(new VaeDecoder().LayerBits(s_file));
    }

    [Fact]
    public void TheySayWhatTheyAre()
    {
        foreach (VaeImageInfo info in new[] { VaeDecoder.Identify(s_file), VaeDecoder.Identify(new MemoryStream(s_file)) })
        {
            Assert.Equal((40, 33, 4), (info.Width, info.Height, info.Channels));
            Assert.Equal("plain pixels", Assert.Single(info.Chunks).Name);
            Assert.Equal((0L, (long?)VaecFile.Read(s_file).Latents.Length), (info.LatentBytes, info.PixelBytes));
        }
    }

    [Fact]
    public void OneCutShortIsTruncatedAndOneDamagedCorrupt()
    {
        var lenient = new VaeDecoder(new() { AllowTruncated = true });
        int stream = VaecFile.Read(s_file).Latents.Length;
        for (int missing = 1; missing <= stream; missing++)
        {
            Assert.Equal(VaeCodecErrorKind.Truncated,
                Assert.Throws<VaeCodecException>(() => lenient.Decode(s_file.AsMemory()[..^missing])).Kind);
            Assert.Equal(VaeCodecErrorKind.Corrupt,
                Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(s_file.AsMemory()[..^missing])).Kind);
        }

        for (int at = 0; at < s_file.Length; at++)
        {
            byte[] damaged = [.. s_file];
            damaged[at] ^= 0x10;
            Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(damaged));
            Assert.Throws<VaeCodecException>(() => lenient.Decode(damaged));
            if (at >= s_file.Length - stream)
                Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(Container.Repair(damaged)));
        }
    }

    [Fact]
    public void LimitsHold()
    {
        Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { MaxPixels = (40 * 33) - 1 }).Decode(s_file)).Kind);
        byte[] metadata = Write(s_image with { Metadata = Samples.All(3) });
        Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => new VaeDecoder(new() { MaxMetadataBytes = 3 }).Decode(metadata)).Kind);
    }

    [Fact]
    public void TheDocumentShowsOne()
    {
        byte[] pixels = [.. Enumerable.Range(0, 6 * 4).Select(i => i is 9 or 10 or 15 ? (byte)200 : (byte)30)];
        string hex = Convert.ToHexString(Write(new(6, 4, 1, pixels)));
        string document = File.ReadAllText(Corpus.PathOf("../bitstream/FORMAT.md"));
        string shown = string.Join(' ', hex.Chunk(2).Select(pair => new string(pair)));
        Assert.True(document.Contains(shown, StringComparison.Ordinal), $"FORMAT.md should show {shown}");
    }

    private static PixelImage Image(string kind, int width, int height, int channels)
        => new(width, height, channels, GraphicsPictures.Draw(kind, width, height, channels, 5));

    private static byte[] Write(PixelImage image) => PlainFile.Within(image, long.MaxValue, default)!.Write();
}
