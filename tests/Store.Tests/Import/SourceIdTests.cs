using VaeCodec.Store.Import;
using VaeCodec.Store.Tests.Support;
using Xunit;

namespace VaeCodec.Store.Tests.Import;

/// <summary>The id of a picture in memory depends on everything that is kept of it.</summary>
public class SourceIdTests
{
    private static readonly PixelImage s_bare = EmptyStore.Tiny(1);

    private static readonly ImageMetadata[] s_metadata =
    [
        new ImageMetadata { Icc = new byte[] { 1 } },
        new ImageMetadata { Exif = new byte[] { 1 } },
        new ImageMetadata { Xmp = new byte[] { 1 } },
        new ImageMetadata { Resolution = new(1, 2) },
        new ImageMetadata { Resolution = new(2, 1) },
        new ImageMetadata { CodePoints = new byte[] { 9, 16, 0, 1 } },
        new ImageMetadata { CodePoints = new byte[] { 9, 16, 0, 0 } },
    ];

    [Fact]
    public void NoTwoAreAlike()
    {
        string[] ids = [.. s_metadata.Select(metadata => SourceId.Of(s_bare with { Metadata = metadata })), SourceId.Of(s_bare),
            SourceId.Of(EmptyStore.Tiny(2)), SourceId.Of(new PixelImage(16, 1, 1, s_bare.Pixels))];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }
}
