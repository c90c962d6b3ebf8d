using VaeCodec.Images.Vips;

namespace VaeCodec.Images;

/// <summary>Makes pictures smaller.</summary>
internal static unsafe class ImageResize
{
    /// <summary>A picture in another size, by libvips, which takes each pixel from all those that it stands for, and colours by their
    /// alpha.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <param name="crops">Whether the shape is kept, and what is beyond the middle cut off.</param>
    /// <param name="cancellationToken">Looked at between rows.</param>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static PixelImage To(PixelImage image, int width, int height, bool crops, CancellationToken cancellationToken = default)
    {
        if ((image.Width, image.Height) == (width, height))
            return image;
        Libvips.EnsureStarted();
        fixed (byte* pixels = image.Pixels)
        {
            using VipsObject raw = Libvips.vips_image_new_from_memory(pixels, (nuint)image.Pixels.Length, image.Width, image.Height,
                image.Channels, ColourConversion.UChar);
            using VipsObject tagged = ColourConversion.Tag(raw, image.IsGray, null);
            using var resize = new VipsOperation("thumbnail_image");
            using VipsObject small = resize.Set("in", tagged)
                .Set($"width={width},height={height},{(crops ? "crop=centre" : "size=force")}").RunToImage();
            return VipsReader.ReadPixels(small, cancellationToken) with { Metadata = image.Metadata };
        }
    }
}
