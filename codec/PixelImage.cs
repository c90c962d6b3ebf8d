using VaeCodec.Picture;

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

    /// <summary>A picture from a caller's memory; the pixels are copied.</summary>
    /// <param name="pixels">Rows from the top.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="layout">What the bytes of a pixel are.</param>
    /// <param name="stride">Bytes from a row to the next; 0 where nothing lies between them.</param>
    /// <exception cref="VaeCodecException">BadImage: the memory does not hold so many pixels, or rows overlap.</exception>
    public static PixelImage FromMemory(ReadOnlySpan<byte> pixels, int width, int height, PixelLayout layout, int stride = 0)
    {
        int distance = PixelRows.Stride(stride, width, height, layout, pixels.Length, VaeCodecErrorKind.BadImage);
        int channels = PixelRows.BytesOf(layout), row = width * channels;
        byte[] copy = new byte[checked(height * row)];
        for (int y = 0; y < height; y++)
            PixelRows.Read(pixels[(y * distance)..], layout, copy.AsSpan(y * row, row));
        return new(width, height, channels, copy);
    }

    /// <summary>Writes the pixels into a caller's memory. Gray becomes equal colours and colours become gray where the layout wants it;
    /// missing alpha is opaque; alpha that has no place in the layout is left out.</summary>
    /// <param name="destination">Receives rows from the top.</param>
    /// <param name="layout">What the bytes of a pixel become.</param>
    /// <param name="stride">Bytes from a row to the next; 0 where nothing lies between them.</param>
    /// <exception cref="VaeCodecException">BadArgument: the memory is too short, or rows overlap.</exception>
    public void CopyTo(Span<byte> destination, PixelLayout layout, int stride = 0)
    {
        int distance = PixelRows.Stride(stride, Width, Height, layout, destination.Length, VaeCodecErrorKind.BadArgument);
        int row = Width * PixelRows.BytesOf(layout);
        for (int y = 0; y < Height; y++)
            PixelRows.Write(Pixels.AsSpan(y * Width * Channels, Width * Channels), Channels, layout, destination.Slice(y * distance, row));
    }
}
