using System.Text.Json;
using VaeCodec.Images;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Tool.Tests;

/// <summary>What is not pixels, on the command line: kept, shown, stripped; and 16 bits per channel.</summary>
public class MetadataTests
{
    // One big-endian EXIF entry: tag 0x112 (orientation), short, 6 = rotate clockwise.
    private static readonly byte[] s_exif = [.. "MM\0*\0\0\0\b"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray();

    [Theory]
    [InlineData("back.png")]
    [InlineData("back.jpg")]
    [InlineData("back.webp")]
    public async Task ATurnedPhotographComesBackUprightWithItsMetadata(string output)
    {
        using var scratch = new ScratchFolder();
        Write(scratch["in.jpg"]);

        VaecTool.AssertSuccess(await VaecTool.RunAsync("encode", scratch["in.jpg"], "-o", scratch["a.vaec"]));
        JsonElement info = await VaecTool.JsonAsync("info", scratch["a.vaec"]);
        ChildResult text = await VaecTool.RunAsync("info", scratch["a.vaec"]);
        VaecTool.AssertSuccess(await VaecTool.RunAsync("decode", scratch["a.vaec"], "-o", scratch[output]));

        Assert.Equal(["plain pixels", "EXIF", "XMP"],
            info.GetProperty("chunks").EnumerateArray().Select(chunk => chunk.GetProperty("name").GetString()));
        Assert.Contains("EXIF (type 130)", text.Text, StringComparison.Ordinal);
        PixelImage back = ImageFile.Load(scratch[output]);
        Assert.Equal((20, 32), (back.Width, back.Height));
        byte[] upright = [.. s_exif];
        upright[19] = 1;
        Assert.Equal(upright, back.Metadata.Exif.ToArray());
        Assert.Equal(s_xmp, back.Metadata.Xmp.ToArray());
    }

    [Fact]
    public async Task StrippedItIsNotThere()
    {
        using var scratch = new ScratchFolder();
        Write(scratch["in.jpg"]);

        VaecTool.AssertSuccess(await VaecTool.RunAsync("encode", scratch["in.jpg"], "-o", scratch["a.vaec"], "--strip"));

        JsonElement info = await VaecTool.JsonAsync("info", scratch["a.vaec"]);
        Assert.Equal((20, 1), (info.GetProperty("width").GetInt32(), info.GetProperty("chunks").GetArrayLength())); // plain pixels
    }

    [Fact]
    public async Task SixteenBitsAreTakenOnRequest()
    {
        using var scratch = new ScratchFolder();

        VaecTool.AssertFailure(await VaecTool.RunAsync("encode", Corpus.PathOf("deep.png"), "-o", scratch["a.vaec"]), 1, "--depth 8");
        ChildResult rounded = await VaecTool.RunAsync("encode", Corpus.PathOf("deep.png"), "-o", scratch["a.vaec"], "--depth", "8");

        Assert.Equal(0, rounded.ExitCode);
        Assert.Contains("16 bits per channel are rounded to 8", rounded.Errors, StringComparison.Ordinal);
        Assert.Equal(["a.vaec"], scratch.Names);
    }

    private static void Write(string path)
    {
        byte[] pixels = [.. Enumerable.Range(0, 32 * 20 * 3).Select(i => (byte)(i / 3 % 32 * 8))];
        ImageFile.Save(new PixelImage(32, 20, 3, pixels) { Metadata = new() { Exif = s_exif, Xmp = s_xmp } }, path);
    }
}
