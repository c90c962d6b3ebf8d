using System.Text;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests.Png;

/// <summary>EXIF and XMP of PNG files, in all the places where programs put them.</summary>
public class PngPartsTests
{
    [Theory]
    [InlineData("eXIf", false)]
    [InlineData("eXIf", true)]
    [InlineData("exif", false)]
    [InlineData("EXIF", true)]
    [InlineData("APP1", false)]
    public void ExifTurnsThePictureWhereverItIs(string place, bool behindThePixels)
    {
        byte[] exif = Samples.Exif(1, 6);
        (string, byte[]) chunk = place == "eXIf" ? ("eXIf", exif) : RawProfile(place, [.. "Exif\0\0"u8, .. exif]);

        PixelImage image = ImageFile.Load(behindThePixels ? PngFile.With([], chunk) : PngFile.With([chunk]));

        Assert.Equal(Samples.Exif(1, 1), image.Metadata.Exif.ToArray());
        Assert.Equal(16 * 0 + PngFile.Side - 1, image.Pixels[0]); // what was at the bottom left
    }

    [Fact]
    public void XmpOfAnyTextIsKept()
    {
        byte[] xmp = Samples.Xmp(2);
        (string, byte[])[] places = [("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. xmp]),
            ("iTXt", [.. "XML:com.adobe.xmp\0\x1\0\0\0"u8, .. PngFile.Deflate(xmp)]), RawProfile("xmp", xmp)];
        foreach ((string, byte[]) place in places)
        {
            Assert.Equal(xmp, ImageFile.Load(PngFile.With([place])).Metadata.Xmp.ToArray());
            Assert.Equal(xmp, ImageFile.Load(PngFile.With([], place)).Metadata.Xmp.ToArray());
        }
    }

    [Theory]
    [InlineData("\nexif\n      12\n00")]
    [InlineData("\nexif\n       x\n00")]
    [InlineData("\nexif\n       1\n0g")]
    [InlineData("\nexif\n       1\n000")]
    [InlineData("\nexif\n       4\n49492a00ff")]
    [InlineData("\nexif\n       1000000000\n49492a00")]
    [InlineData("")]
    public void ADamagedProfileIsNone(string text)
        => Assert.True(ImageFile.Load(PngFile.With([("tEXt", [.. "Raw profile type exif\0"u8, .. Encoding.ASCII.GetBytes(text)])]))
            .Metadata.Exif.IsEmpty);

    [Fact]
    public void ATextThatCannotBeUnpackedIsPassedOver()
        => Assert.True(ImageFile.Load(PngFile.With([], ("iTXt", [.. "XML:com.adobe.xmp\0\x1\0\0\0"u8, 0x78, 0xBB, 1, 2, 3, 4, 5])))
            .Metadata.Xmp.IsEmpty);

    private static (string, byte[]) RawProfile(string kind, byte[] data)
    {
        string digits = string.Join('\n', Convert.ToHexStringLower(data).Chunk(72).Select(line => new string(line)));
        return ("zTXt", [.. Encoding.ASCII.GetBytes($"Raw profile type {kind}\0\0"),
            .. PngFile.Deflate(Encoding.ASCII.GetBytes($"\n{kind}\n{data.Length,8}\n{digits}\n"))]);
    }
}
