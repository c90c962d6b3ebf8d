using System.Buffers.Binary;
using System.Text;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests.Losses;

/// <summary>What is not read, and what a format cannot hold, is told in one line.</summary>
public class FileLossesTests
{
    public static TheoryData<string, byte[], string?> PngChunks => new()
    {
        { "tEXt", [.. "Title\0a"u8], "text (Title)" },
        { "zTXt", [.. "Comment\0\0"u8, .. PngFile.Deflate([65])], "text (Comment)" },
        { "tEXt", [.. "Software\0a"u8], null },
        { "tEXt", [.. "Raw profile type iptc\0a"u8], "text (IPTC)" },
        { "gAMA", Numbers(100_000), "gamma of 1 " },
        { "gAMA", Numbers(45_455), null },
        { "cHRM", Numbers(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000), "chromaticities" },
        { "cHRM", Numbers(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000), null },
        { "tIME", [7, 234, 1, 1, 1, 1, 1], "time" },
        { "acTL", Numbers(5, 0), "4 further frames" },
        { "caBX", [1, 2, 3], "caBX chunk" },
        { "bKGD", [0, 1], null },
    };

    [Theory]
    [MemberData(nameof(PngChunks))]
    public void PngChunksThatAreNotReadAreTold(string type, byte[] data, string? expected)
        => Expect(expected, PngFile.With([(type, data)]));

    [Theory]
    [InlineData("eXIf", "EXIF, which is damaged")]
    [InlineData("iCCP", "ICC profile, which is damaged")]
    [InlineData("iTXt", "XMP, which is damaged")]
    public void DamagedMetadataOfPngIsTold(string type, string expected)
    {
        byte[] chunk = PngFile.Chunk(type, [.. "XML:com.adobe.xmp\0\0\0\0\0<x/>"u8], sound: false);
        byte[] png = PngFile.Of(PngFile.Chunk("IHDR", PngFile.Header(PngFile.Side, PngFile.Side)), chunk,
            PngFile.Chunk("IDAT", PngFile.Pixels(PngFile.Side)), PngFile.Chunk("IEND", []));
        List<string> warnings = [];
        ImageFile.Load(png, new() { OnWarning = warnings.Add });
        Assert.Contains(warnings, warning => warning.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void ManyPartsAreCountedInOneShortLine()
    {
        (string, byte[])[] texts = [.. Enumerable.Range(0, 100).Select(i => ("tEXt", (byte[])[.. Encoding.ASCII.GetBytes($"Note{i}\0x")]))];
        List<string> warnings = [];
        ImageFile.Load(PngFile.With(texts, ("tEXt", [.. Enumerable.Repeat((byte)'k', 500), 0])), new() { OnWarning = warnings.Add });
        string warning = Assert.Single(warnings);
        Assert.EndsWith("Note7, 93 more)", warning, StringComparison.Ordinal);
        Assert.InRange(warning.Length, 1, 400);
    }

    [Fact]
    public void NothingIsReadBehindTheEndOfThePicture()
        => Expect(null, [.. PngFile.With([]), .. PngFile.Chunk("caBX", [1])]);

    [Theory]
    [InlineData(0xFE, "hello", "comment")]
    [InlineData(0xED, "Photoshop 3.0\0", "IPTC")]
    [InlineData(0xE2, "MPF\0", "further pictures")]
    [InlineData(0xEB, "JP\0\x1", "APP11")]
    [InlineData(0xEC, "Ducky\0", "APP12 (Ducky)")]
    [InlineData(0xEE, "Adobe\0d\0\0\0\0\x1", null)]
    public void JpegSegmentsThatAreNotReadAreTold(int marker, string content, string? expected)
    {
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(8, 8), ".jpg"), data = System.Text.Encoding.Latin1.GetBytes(content);
        Expect(expected, [.. jpeg[..20], 0xFF, (byte)marker, 0, (byte)(data.Length + 2), .. data, .. jpeg[20..]]);
    }

    [Theory]
    [InlineData(".png", null)]
    [InlineData(".jpg", "colour code points")]
    [InlineData(".webp", "resolution, colour code points")]
    [InlineData(".tif", "EXIF, colour code points")]
    [InlineData(".gif", "ICC profile, EXIF, XMP, resolution")]
    [InlineData(".ppm", "ICC profile, EXIF, XMP, resolution")]
    public void WhatAFormatCannotHoldIsTold(string suffix, string? expected)
    {
        ImageMetadata all = Samples.All(1) with { Resolution = new(11811, 11811), CodePoints = new byte[] { 9, 16, 0, 1 } };
        List<string> warnings = [];
        ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = all }, suffix, new() { OnWarning = warnings.Add });
        if (expected is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static void Expect(string? expected, byte[] file)
    {
        List<string> warnings = [];
        ImageFile.Load(file, new() { OnWarning = warnings.Add });
        if (expected is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static byte[] Numbers(params int[] values)
    {
        byte[] data = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4 * i), values[i]);
        return data;
    }
}
