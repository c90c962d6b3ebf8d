using VaeCodec.Images.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests.Png;

/// <summary>A PNG file that is not read is refused with the reason.</summary>
public class PngDamageTests
{
    private static readonly byte[] s_pixels = PngFile.Chunk("IDAT", PngFile.Pixels(PngFile.Side)), s_end = PngFile.Chunk("IEND", []);

    public static TheoryData<byte[], string> Files => new()
    {
        { PngFile.Of(Header(8, 8, sound: false), s_pixels, s_end), "checksum of its IHDR" },
        { PngFile.Of(Header(0, 8), s_pixels, s_end), "0 x 8 pixels" },
        { PngFile.Of(Header(8, -1), s_pixels, s_end), "8 x 4294967295 pixels" },
        { PngFile.Of(PngFile.Chunk("IHDR", PngFile.Header(8, 8, depth: 4, colour: 2)), s_pixels, s_end), "4 bits in colour type 2" },
        { PngFile.Of(Header(8, 8), s_end), "no pixels" },
        { PngFile.Of(Header(8, 8), s_pixels[..^6]), "ends within its IDAT" },
        { PngFile.Of(Header(8, 8), PngFile.Chunk("IDAT", PngFile.Pixels(8), sound: false)), "checksum of its IDAT" },
    };

    private static byte[] Header(int width, int height, bool sound = true) => PngFile.Chunk("IHDR", PngFile.Header(width, height), sound);

    [Theory]
    [MemberData(nameof(Files))]
    public void TheReasonIsNamed(byte[] file, string reason)
    {
        VaeCodecException error = Assert.Throws<VaeCodecException>(() => ImageFile.Load(file));
        Assert.Equal(VaeCodecErrorKind.BadImage, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
