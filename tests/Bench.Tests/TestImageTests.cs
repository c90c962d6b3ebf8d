using VaeCodec.Bench.Tests.Support;
using VaeCodec.Tests.Shared;
using Xunit;

namespace VaeCodec.Bench.Tests;

public class TestImageTests
{
    [Theory]
    [InlineData(1, new byte[] { 7 }, new byte[] { 7, 7, 7 })]
    [InlineData(2, new byte[] { 7, 9 }, new byte[] { 7, 7, 7 })]
    [InlineData(4, new byte[] { 1, 2, 3, 9 }, new byte[] { 1, 2, 3 })]
    public void EveryCodecGetsRgb(int channels, byte[] pixel, byte[] rgb)
        => Assert.Equal([.. rgb, .. rgb], TestImage.Of("a", new(2, 1, channels, [.. pixel, .. pixel])).Image.Pixels);

    [Fact]
    public void MetadataIsNoPartOfTheComparison()
    {
        PixelImage image = Pattern.Original(4, 4) with { Metadata = new ImageMetadata { Exif = new byte[100] } };
        Assert.Same(ImageMetadata.None, TestImage.Of("a", image).Image.Metadata);
    }

    [Fact]
    public void ADamagedFileIsNamed()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["broken.png"], "no picture");
        Assert.Contains("broken.png", Assert.Throws<VaeCodecException>(() => TestImage.Load(folder["broken.png"])).Message,
            StringComparison.Ordinal);
    }
}
