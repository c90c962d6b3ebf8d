using System.Buffers.Binary;
using System.IO.Compression;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Exif;
using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Metadata is bounded before libvips unpacks and keeps it, and what is no picture is not read.</summary>
public class MetadataLimitTests
{
    private const int Chunk = 1 << 16;

    /// <summary>As many chunks of each kind as stand for more than the limit.</summary>
    [Theory]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("tEXt")]
    [InlineData("iCCP")]
    [InlineData("eXIf")]
    public void TextsOverTheLimitAreRefusedBeforeTheyAreMade(string type)
    {
        const long limit = 20 * Chunk;
        byte[] sound = With(type, 9), bomb = With(type, 40);
        ImageFile.Load(sound, new() { MaxMetadataBytes = limit });
        long before = GC.GetAllocatedBytesForCurrentThread();
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(bomb, new() { MaxMetadataBytes = limit }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bomb.Length + (40 * 100_000));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
        Assert.Contains("metadata", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CountingStopsAtTheLimit()
    {
        byte[] bomb = With("zTXt", 200);
        var budget = new MetadataBudget(10 * Chunk);
        Assert.Throws<VaeCodecException>(() => budget.Count(bomb));
        Assert.InRange(budget.Taken, 10 * Chunk, 12 * Chunk);
        Assert.Throws<OperationCanceledException>(() => new MetadataBudget(10 * Chunk, new CancellationToken(true)).Count(bomb));
    }

    [Fact]
    public void ManyShortTextsAreRefusedToo()
    {
        byte[] png = Png([.. Enumerable.Repeat(("tEXt", "a\0b"u8.ToArray()), MetadataBudget.MostParts + 1)]);
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, Assert.Throws<VaeCodecException>(() => ImageFile.Load(png)).Kind);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".jpg")]
    public void ExifWhoseValuesAreAllTheSameIsRefused(string suffix)
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Exif = NestedTiff.Of("shared", 5000) } };
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(ImageFile.SaveToBytes(image, suffix)));
        Assert.Equal(VaeCodecErrorKind.LimitExceeded, error.Kind);
    }

    /// <summary>libvips follows every offset to a directory each time, which takes it the third power of the entries.</summary>
    [Theory]
    [InlineData(".png", "tree")]
    [InlineData(".webp", "tree")]
    [InlineData(".jpg", "tree")]
    [InlineData(".png", "itself")]
    [InlineData(".png", "staircase")]
    public void ExifWhoseDirectoriesLeadToEachOtherIsRefused(string suffix, string shape)
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Exif = NestedTiff.Of(shape, 600) } };
        Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => ImageFile.Load(ImageFile.SaveToBytes(image, suffix))).Kind);
    }

    [Fact]
    public void SuchExifIsFoundInAvifAndNotWrittenThere()
    {
        List<string> warnings = [];
        byte[] tree = NestedTiff.Of("tree", 600);
        byte[] avif = ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = new() { Exif = tree } }, ".avif",
            new() { OnWarning = warnings.Add });

        Assert.Contains("EXIF", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.InRange(ImageFile.Load(avif).Metadata.Exif.Length, 0, 500); // libvips writes some of its own
        Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => ImageFile.Load([.. avif, 0, 0, 0, 8, .. "free"u8, .. tree])).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SoundExifIsFollowedToItsEnd(bool littleEndian)
    {
        Assert.True(ExifWalk.Ends(TiffFile.WithExif(littleEndian, orientation: 6)));
        Assert.True(ExifWalk.Ends(Samples.Exif(1)));
        Assert.True(ExifWalk.Ends([]));
    }

    [Fact]
    public void EveryExifOfAJpegCounts()
    {
        byte[] sound = Samples.Exif(1), bomb = NestedTiff.Of("shared", 5000);
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = new() { Exif = bomb } }, ".jpg");
        byte[] empty = [0xFF, 0xE1, 0, 2 + 6, .. "Exif\0\0"u8];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(2 + 6 + sound.Length), .. "Exif\0\0"u8, .. sound];
        Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => ImageFile.Load([.. jpeg[..2], .. empty, .. segment, .. jpeg[2..]])).Kind);
    }

    [Fact]
    public void ATiffWhoseTagsAreAllTheSameIsRefused()
        => Assert.Equal(VaeCodecErrorKind.LimitExceeded,
            Assert.Throws<VaeCodecException>(() => ImageFile.Load(NestedTiff.Of("shared", 20_000))).Kind);

    [Theory]
    [InlineData(1000)]
    [InlineData(2000)]
    [InlineData(4000)]
    [InlineData(8000)]
    public void CountingIsNoMoreWorkThanTheBytes(int entries)
    {
        foreach (string shape in (string[])["itself", "tree", "staircase"])
        {
            byte[] tiff = NestedTiff.Of(shape, entries);
            long before = GC.GetAllocatedBytesForCurrentThread();
            new MetadataBudget(long.MaxValue).Count(tiff);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000 + (20L * tiff.Length));
        }
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".webp")]
    [InlineData(".jpg")]
    [InlineData(".tif")]
    [InlineData(".gif")]
    [InlineData(".ppm")]
    [InlineData(".avif")]
    public void PicturesAreReadFromStreams(string suffix)
    {
        byte[] file = ImageFile.SaveToBytes(Photo.Crop(30, 20), suffix);
        Assert.Equal(ImageFile.Load(file).Pixels, ImageFile.Load(new MemoryStream(file)).Pixels);
    }

    [Fact]
    public void WhatIsNoPictureIsNotReadToItsEnd()
    {
        using var endless = new Endless();
        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() => ImageFile.Load(endless)).Kind);
        Assert.InRange(endless.Given, 1, 1000);
    }

    private static byte[] With(string type, int count)
    {
        byte[] text = new byte[Chunk];
        Array.Fill(text, (byte)'a');
        byte[] content = type switch
        {
            "zTXt" => [.. "key\0\0"u8, .. Deflated(text)],
            "iCCP" => [.. "name\0\0"u8, .. Deflated(text)],
            "iTXt" => [.. "key\0\u0001\0en\0\0"u8, .. Deflated(text)],
            "tEXt" => [.. "key\0"u8, .. text],
            _ => [.. "II*\0\b\0\0\0\0\0"u8, .. text],
        };
        return Png([.. Enumerable.Repeat((type, content), count)]);
    }

    private static byte[] Png((string Type, byte[] Content)[] chunks)
    {
        const int headerEnd = 8 + 12 + 13;
        byte[] plain = ImageFile.SaveToBytes(Photo.Crop(8, 8), ".png");
        using var file = new MemoryStream();
        file.Write(plain.AsSpan(0, headerEnd));
        foreach ((string type, byte[] content) in chunks)
        {
            byte[] number = new byte[4], name = System.Text.Encoding.ASCII.GetBytes(type);
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write([.. number, .. name, .. content]);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. name, .. content]));
            file.Write(number);
        }

        file.Write(plain.AsSpan(headerEnd));
        return file.ToArray();
    }

    private static byte[] Deflated(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(content);
        return packed.ToArray();
    }

    private static uint Crc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }

        return ~crc;
    }

    /// <summary>Zeros without end, such as /dev/zero has.</summary>
    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            buffer.Clear();
            Given += buffer.Length;
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
