using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using VaeCodec.ImageSharp;
using VaeCodec.Tests.Shared;

namespace VaeCodec.Interop.Tests.ImageSharp;

/// <summary>Pixels and profiles between ImageSharp and the codec.</summary>
public sealed class PixelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void APictureComesBackFromEveryTypeThatHoldsIt(int channels)
    {
        PixelImage picture = Pictures.Of(channels);
        using Image own = picture.ToImage();
        byte[] back = own switch
        {
            Image<L8> image => image.ToPixelImage().Pixels,
            Image<La16> image => image.ToPixelImage().Pixels,
            Image<Rgb24> image => image.ToPixelImage().Pixels,
            _ => ((Image<Rgba32>)own).ToPixelImage().Pixels,
        };
        Assert.Equal(picture.Pixels, back);
        if (channels == 3)
            Assert.Equal(picture.Pixels, Through<Bgr24>(picture));
        if (channels == 3)
            Assert.Equal(picture.Pixels, Through<Rgb48>(picture));
        if (channels == 4)
            Assert.Equal(picture.Pixels, Through<Bgra32>(picture));
        if (channels == 1)
            Assert.Equal(picture.Pixels, Through<L16>(picture));
    }

    [Fact]
    public void ProfilesAreKeptByteForByte()
    {
        byte[] file = File.ReadAllBytes(Corpus.PathOf("golden/hvae-r1-lossy-metadata-48x40.vaec"));
        PixelImage picture = new VaeDecoder().Decode(file);
        Assert.False(picture.Metadata.Icc.IsEmpty || picture.Metadata.Exif.IsEmpty || picture.Metadata.Xmp.IsEmpty);

        using Image<Rgb24> image = picture.ToImage<Rgb24>();
        ImageMetadata back = image.ToPixelImage().Metadata;

        Assert.Equal(picture.Metadata.Icc.ToArray(), back.Icc.ToArray());
        Assert.Equal(picture.Metadata.Exif.ToArray(), back.Exif.ToArray());
        Assert.Equal(picture.Metadata.Xmp.ToArray(), back.Xmp.ToArray());
    }

    [Fact]
    public void AnImageThatItsExifTurnsIsTurnedAndSaysSo()
    {
        const ushort QuarterTurn = 6; // the first row is the right-hand side
        PixelImage picture = Pictures.Of(3);
        using Image<Rgb24> image = picture.ToImage<Rgb24>();
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, QuarterTurn);
        image.Metadata.ExifProfile.SetValue(ExifTag.Artist, "somebody");

        PixelImage upright = image.ToPixelImage();

        Assert.Equal((picture.Height, picture.Width), (upright.Width, upright.Height));
        Assert.Equal(picture.Pixels[..3], upright.Pixels.AsSpan((upright.Width - 1) * 3, 3).ToArray());
        var exif = new ExifProfile(upright.Metadata.Exif.ToArray());
        Assert.Equal(1, exif.GetValue(ExifTag.Orientation)?.Value ?? 1);
        Assert.Equal("somebody", exif.GetValue(ExifTag.Artist).Value);
        Assert.Equal(QuarterTurn, image.Metadata.ExifProfile.GetValue(ExifTag.Orientation).Value);
    }

    private static byte[] Through<TPixel>(PixelImage picture)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> image = picture.ToImage<TPixel>();
        return image.ToPixelImage().Pixels;
    }
}
