using VaeCodec.Codec.Tests.Support;
using Xunit;

namespace VaeCodec.Images.Tests;

/// <summary>Damaged files that can be read are, with a warning; those that have lost pixels are not.</summary>
public class DamagedFileTests
{
    private static readonly byte[] s_jpeg = ImageFile.SaveToBytes(Photo.Crop(160, 128), ".jpg");

    [Fact]
    public void AJpegWithoutItsEndIsReadWithAWarning()
    {
        List<string> warnings = [];
        PixelImage image = ImageFile.Load(s_jpeg.AsSpan(..^2), new() { OnWarning = warnings.Add });

        Assert.Equal(ImageFile.Load(s_jpeg).Pixels, image.Pixels);
        Assert.Contains("end marker", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(0.5)]
    [InlineData(0.25)]
    public void AJpegThatHasLostPixelsIsRefused(double left)
    {
        byte[] cut = s_jpeg[..(int)(s_jpeg.Length * left)];
        Assert.Equal(VaeCodecErrorKind.BadImage, Assert.Throws<VaeCodecException>(() => ImageFile.Load(cut)).Kind);
    }

    /// <summary>Not every damage shows: bits may be lost and found again. Of these most do.</summary>
    [Fact]
    public void AJpegWithDamagedDataIsReadWithAWarning()
    {
        List<string> warnings = [];
        foreach (int tenth in Enumerable.Range(2, 7))
        {
            byte[] damaged = [.. s_jpeg];
            damaged.AsSpan(damaged.Length * tenth / 10, 64).Fill(0xFE);
            PixelImage image = ImageFile.Load(damaged, new() { OnWarning = warnings.Add });
            Assert.Equal((160, 128), (image.Width, image.Height));
        }

        Assert.InRange(warnings.Count(warning => warning.Contains("damaged", StringComparison.Ordinal)), 4, 7);
    }

    [Fact]
    public void SoundFilesGiveNoWarning()
    {
        List<string> warnings = [];
        foreach (string suffix in (string[])[".jpg", ".png", ".webp", ".tif", ".avif", ".gif", ".ppm"])
            ImageFile.Load(ImageFile.SaveToBytes(Photo.Crop(40, 30), suffix), new() { OnWarning = warnings.Add });
        Assert.Empty(warnings);
    }
}
