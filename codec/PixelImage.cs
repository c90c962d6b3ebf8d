namespace VaeCodec;

/// <summary>An 8-bit picture in memory: interleaved, row-major, no padding between rows.</summary>
/// <param name="Width">Pixels per row, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Channels">1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha.</param>
/// <param name="Pixels">Width * Height * Channels bytes.</param>
public sealed record PixelImage(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>True for gray and gray + alpha.</summary>
    public bool IsGray => Channels <= 2;

    /// <summary>True when the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Colour profile, EXIF and XMP. Without a profile the pixels are sRGB, or gray of its curve.</summary>
    public ImageMetadata Metadata { get; init; } = ImageMetadata.None;
}
