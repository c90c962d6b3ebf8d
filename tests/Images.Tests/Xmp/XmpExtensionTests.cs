using System.Text;
using System.Xml.Linq;
using VaeCodec.Codec.Tests.Support;
using VaeCodec.Images.Splicing;
using VaeCodec.Images.Xmp;
using Xunit;

namespace VaeCodec.Images.Tests.Xmp;

/// <summary>XMP that is longer than a segment of JPEG.</summary>
public class XmpExtensionTests
{
    [Theory]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public void LongXmpComesBackFromJpeg(int letters)
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Xmp = Packet(letters) } };

        byte[] jpeg = ImageFile.SaveToBytes(image, ".jpg");
        ReadOnlyMemory<byte> xmp = ImageFile.Load(jpeg).Metadata.Xmp;

        Assert.Equal(Description(Packet(letters)), Description(xmp), XNode.EqualityComparer);
        Assert.False(XmpExtension.IsAnnouncedIn(xmp.Span));
        Assert.True(XmpExtension.IsAnnouncedIn(JpegSegments.FindXmp(jpeg)));
    }

    [Fact]
    public void AnExtensionThatIsNotWholeIsTold()
    {
        byte[] jpeg = ImageFile.SaveToBytes(Photo.Crop(8, 8) with { Metadata = new() { Xmp = Packet(200_000) } }, ".jpg");
        int part = jpeg.AsSpan().LastIndexOf(JpegNames.XmpExtension);
        jpeg[part] ^= 1; // no longer one of its parts

        List<string> warnings = [];
        ImageFile.Load(jpeg, new() { OnWarning = warnings.Add });
        Assert.Contains(warnings, warning => warning.Contains("extended XMP", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNoXmlIsLeftOutOfJpeg()
    {
        PixelImage image = Photo.Crop(8, 8) with { Metadata = new() { Xmp = Encoding.ASCII.GetBytes(new string('<', 70_000)) } };
        List<string> warnings = [];
        Assert.True(ImageFile.Load(ImageFile.SaveToBytes(image, ".jpg", new() { OnWarning = warnings.Add })).Metadata.Xmp.IsEmpty);
        Assert.Contains("XMP", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNestedTooDeepIsLeftOutOfJpegAtOnce()
    {
        const int Deep = 100_000;
        byte[] nested = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", Deep))
            + string.Concat(Enumerable.Repeat("</a>", Deep)));
        Assert.Null(XmpExtension.Split(nested));
        Assert.NotNull(XmpExtension.Split(Packet(70_000)));
    }

    private static byte[] Packet(int letters) => Encoding.UTF8.GetBytes("<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>"
        + "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        + "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' dc:format='image/jpeg'><dc:source>"
        + string.Concat(Enumerable.Range(0, letters).Select(i => "abcäöü漢 "[(int)(i * 7919L % 97 % 8)]))
        + "</dc:source></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>");

    private static XElement Description(ReadOnlyMemory<byte> packet)
        => XDocument.Parse(Encoding.UTF8.GetString(packet.Span)).Descendants().Single(e => e.Name.LocalName == "Description");
}
