using VaeCodec.Bitstream.Containers;
using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Codec.Tests.Metadata;

/// <summary>Profile, EXIF and XMP: through a .vaec file.</summary>
public class MetadataTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ItGoesThroughTheCodec(int channels)
    {
        ImageMetadata all = Samples.All(7, gray: channels == 1) with
        {
            Resolution = new(11811, 5906),
            CodePoints = new byte[] { 9, 16, 0, 1 },
        };
        PixelImage image = Photo.Crop(19, 14, channels) with { Metadata = all };

        EncodedImage encoded = new VaeEncoder().Encode(image);
        PixelImage back = new VaeDecoder().Decode(encoded.Bytes);

        Samples.AssertEqual(image.Metadata, back.Metadata);
        Samples.AssertEqual(image.Metadata, encoded.Reconstruction.Metadata);
        string[] names = ["ICC", "EXIF", "XMP", "resolution", "colour code points"];
        Assert.Equal(channels == 4 ? ["alpha", .. names] : names, VaeDecoder.Identify(encoded.Bytes).Chunks.Select(chunk => chunk.Name));
    }

    [Fact]
    public void StrippedItIsAPlainFile()
    {
        PixelImage plain = Photo.Crop(19, 14), rich = plain with { Metadata = Samples.All(7) };

        byte[] stripped = new VaeEncoder(new() { Strip = true }).Encode(rich).Bytes;

        Assert.Equal(new VaeEncoder().Encode(plain).Bytes, stripped);
        Assert.Empty(VaeDecoder.Identify(stripped).Chunks);
        Assert.True(new VaeDecoder().Decode(stripped).Metadata.IsEmpty);
    }

    [Theory]
    [InlineData(VaecChunk.Resolution, new byte[] { 1, 0x80, 1 }, true)]
    [InlineData(VaecChunk.Resolution, new byte[] { 0, 1 }, false)]
    [InlineData(VaecChunk.Resolution, new byte[] { 1 }, false)]
    [InlineData(VaecChunk.Resolution, new byte[] { 1, 1, 1 }, false)]
    [InlineData(VaecChunk.Resolution, new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, false)]
    [InlineData(VaecChunk.CodePoints, new byte[] { 9, 16, 0, 1 }, true)]
    [InlineData(VaecChunk.CodePoints, new byte[] { 9, 16, 0 }, false)]
    [InlineData(VaecChunk.CodePoints, new byte[] { 9, 16, 0, 1, 0 }, false)]
    [InlineData(VaecChunk.CodePoints, new byte[0], false)]
    public void AShortChunkHoldsJustWhatItMust(byte type, byte[] chunk, bool sound)
    {
        byte[] file = Container.With(new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3)).Bytes,
            new VaecChunk(type, chunk));

        if (sound)
            Assert.False(new VaeDecoder().Decode(file).Metadata.IsEmpty);
        else
            Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind);
    }

    [Theory]
    [InlineData(new byte[0], VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0x85, 0 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 0x81, 0x80, 0x80, 0x08, 0 }, VaeCodecErrorKind.LimitExceeded)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x08, 0x78, 0xDA }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, null)]
    [InlineData(new byte[] { 2, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 4, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x28 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1 }, VaeCodecErrorKind.Corrupt)]
    [InlineData(new byte[] { 3, 0x78, 0x9C, 0x4B, 0x4C, 0x4A, 6, 0, 2, 0x4D, 1, 0x27, 0 }, VaeCodecErrorKind.Corrupt)]
    public void ADamagedChunkIsRefused(byte[] chunk, VaeCodecErrorKind? expected)
    {
        byte[] file = Container.With(new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3)).Bytes,
            new VaecChunk(VaecChunk.Exif, chunk));

        if (expected is null)
            Assert.Equal("abc"u8, new VaeDecoder().Decode(file).Metadata.Exif.Span);
        else
            Assert.Equal(expected, Assert.Throws<VaeCodecException>(() => new VaeDecoder().Decode(file)).Kind);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, VaeCodecErrorKind.LimitExceeded)]
    [InlineData(-1, VaeCodecErrorKind.BadArgument)]
    [InlineData(ImageMetadata.MaxBytes + 1, VaeCodecErrorKind.BadArgument)]
    public void TheLimitOfBytesIsTheCallers(int limit, VaeCodecErrorKind? expected)
    {
        byte[] file = new VaeEncoder(new() { Mode = Rate.Quality(0) })
            .Encode(Photo.Crop(3, 3) with { Metadata = new() { Xmp = "abc"u8.ToArray() } }).Bytes;
        if (expected is null)
            Assert.Equal("abc"u8, Decode().Metadata.Xmp.Span);
        else
            Assert.Equal(expected, Assert.Throws<VaeCodecException>(Decode).Kind);

        PixelImage Decode() => new VaeDecoder(new() { MaxMetadataBytes = limit }).Decode(file);
    }

    [Fact]
    public void ChunksThatNobodyKnowsAreIgnoredAndTwoOfAKindRefused()
    {
        byte[] plain = new VaeEncoder(new() { Mode = Rate.Quality(0) }).Encode(Photo.Crop(3, 3) with { Metadata = Samples.All(1) }).Bytes;
        VaecChunk icc = VaecFile.Read(plain).Chunks[0];

        Samples.AssertEqual(new() { Icc = Samples.All(1).Icc }, new VaeDecoder()
            .Decode(Container.With(plain, new VaecChunk(128, default), icc, new VaecChunk(255, new byte[9]))).Metadata);
        Assert.Equal(VaeCodecErrorKind.Corrupt, Assert.Throws<VaeCodecException>(() => new VaeDecoder()
            .Decode(Container.With(plain, icc, icc))).Kind);
    }
}
