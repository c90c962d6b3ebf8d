using VaeCodec.Images.Exif;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Vips;

/// <summary>Puts a picture's metadata into the image file that is made of it. libvips rewrites EXIF as it sees fit, so the formats that
/// matter most get theirs, byte for byte, after libvips has written the pixels.</summary>
internal static unsafe class MetadataWriter
{
    /// <summary>True for the formats that are finished by <see cref="Splice"/>; others get theirs by <see cref="Attach"/>.</summary>
    public static bool Splices(string suffix) => suffix.ToLowerInvariant() is ".png" or ".webp" || IsJpeg(suffix);

    /// <summary>Hands the metadata to libvips, on the picture that it will write.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="target">The same in libvips.</param>
    /// <param name="onWarning">Told what libvips cannot be given.</param>
    public static void Attach(PixelImage image, VipsObject target, Action<string>? onWarning)
    {
        Set(target, MetadataReader.Icc, image.Metadata.Icc);
        bool readable = ExifWalk.Ends(image.Metadata.Exif.Span);
        if (!readable)
            onWarning?.Invoke("left out: EXIF whose directories lead to each other over and over");
        Set(target, MetadataReader.Exif, image.Metadata.Exif.IsEmpty || !readable ? default
            : (byte[])[.. JpegNames.Exif, .. image.Metadata.Exif.Span]);
        Set(target, MetadataReader.Xmp, image.Metadata.Xmp);
    }

    /// <summary>The file that libvips has written without metadata, with it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="file">libvips' file.</param>
    /// <param name="suffix">Its format.</param>
    /// <param name="onWarning">Told what is too long for the format.</param>
    public static byte[] Splice(PixelImage image, byte[] file, string suffix, Action<string>? onWarning)
    {
        if (suffix.Equals(".png", StringComparison.OrdinalIgnoreCase))
            return PngChunks.Replace(file, image.Metadata);
        if (!IsJpeg(suffix))
        {
            ImageMetadata held = image.IsGray ? image.Metadata with { Icc = default } : image.Metadata;
            return WebpChunks.Replace(file, held, image.Width, image.Height);
        }

        (byte[] jpeg, string[] tooLong) = JpegSegments.Insert(file, image.Metadata);
        if (tooLong.Length > 0)
            onWarning?.Invoke($"left out, too long for a JPEG file: {string.Join(", ", tooLong)}; PNG and WebP hold it");
        return jpeg;
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
