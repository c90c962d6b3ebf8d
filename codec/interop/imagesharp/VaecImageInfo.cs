using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace VaeCodec.ImageSharp;

/// <summary>What a .vaec file says of itself, in ImageSharp's terms. Profile, EXIF and XMP show when it is loaded.</summary>
internal sealed class VaecImageInfo(VaeImageInfo info) : IImageInfo
{
    private const int BitsPerChannel = 8;

    /// <inheritdoc/>
    public PixelTypeInfo PixelType { get; } = new(info.Channels * BitsPerChannel,
        info.Channels is 2 or 4 ? PixelAlphaRepresentation.Unassociated : PixelAlphaRepresentation.None);

    /// <inheritdoc/>
    public int Width => info.Width;

    /// <inheritdoc/>
    public int Height => info.Height;

    /// <inheritdoc/>
    public SixLabors.ImageSharp.Metadata.ImageMetadata Metadata { get; } = new();
}
