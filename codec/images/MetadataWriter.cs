using VaeCodec.Images.Splicing;
using VaeCodec.Images.Vips;

namespace VaeCodec.Images;

/// <summary>Puts a picture's metadata into the image file that is made of it. libvips rewrites EXIF as it sees fit, so the formats that
/// matter most get theirs, byte for byte, after libvips has written the pixels.</summary>
internal static unsafe class MetadataWriter
{
    /// <summary>True for the formats that are finished by <see cref="Splice"/>; others get theirs by <see cref="Attach"/>.</summary>
    public static bool Splices(string suffix) => suffix.ToLowerInvariant() is ".png" or ".webp" || IsJpeg(suffix);

    /// <summary>Hands the metadata to libvips, on the picture that it will write.</summary>
    public static void Attach(PixelImage image, VipsObject target)
    {
        Set(target, MetadataReader.Icc, image.Metadata.Icc);
        Set(target, MetadataReader.Exif, image.Metadata.Exif.IsEmpty ? default : (byte[])[.. "Exif\0\0"u8, .. image.Metadata.Exif.Span]);
        Set(target, MetadataReader.Xmp, image.Metadata.Xmp);
    }

    /// <summary>The file that libvips has written without metadata, with it.</summary>
    public static byte[] Splice(PixelImage image, byte[] file, string suffix)
    {
        ImageMetadata metadata = image.Metadata;
        if (IsJpeg(suffix))
            return metadata.IsEmpty ? file : JpegSegments.Insert(file, metadata);
        return suffix.Equals(".png", StringComparison.OrdinalIgnoreCase)
            ? metadata.IsEmpty ? file : PngChunks.Insert(file, metadata)
            // WebP has no gray: a profile of gray would not fit its pixels.
            : WebpChunks.Replace(file, image.IsGray ? metadata with { Icc = default } : metadata, image.Width, image.Height);
    }

    private static bool IsJpeg(string suffix) => suffix.ToLowerInvariant() is ".jpg" or ".jpeg" or ".jpe" or ".jfif";

    private static void Set(VipsObject target, string name, ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
            return;
        fixed (byte* data = content.Span)
            Libvips.vips_image_set_blob_copy(target, name, data, (nuint)content.Length);
    }
}
