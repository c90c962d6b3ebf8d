using VaeCodec.Images.Vips;

namespace VaeCodec.Images;

/// <summary>Takes the metadata out of a picture that libvips has opened.</summary>
internal static unsafe class MetadataReader
{
    /// <summary>The name of a loader's ICC profile.</summary>
    public const string Icc = "icc-profile-data";

    /// <summary>The name of a loader's EXIF block, and of the XMP packet.</summary>
    public const string Exif = "exif-data", Xmp = "xmp-data";

    private static ReadOnlySpan<byte> ExifPrefix => "Exif\0\0"u8;

    /// <summary>The EXIF block as it is in the file, without JPEG's prefix; its orientation is untouched.</summary>
    public static ReadOnlyMemory<byte> ReadExif(VipsObject image)
    {
        ReadOnlyMemory<byte> exif = Blob(image, Exif);
        while (exif.Span.StartsWith(ExifPrefix))
            exif = exif[ExifPrefix.Length..];
        return exif;
    }

    /// <summary>The XMP packet as libvips gives it.</summary>
    public static ReadOnlyMemory<byte> ReadXmp(VipsObject image) => Blob(image, Xmp);

    /// <summary>All of it, for pixels that are upright and have the profile's colours: a profile of another kind of pixels is left
    /// behind.</summary>
    /// <param name="image">The picture as it was opened.</param>
    /// <param name="exif">Its EXIF block.</param>
    /// <param name="xmp">Its XMP packet.</param>
    /// <param name="orientation">How it has been turned, 1 to 8.</param>
    /// <param name="channels">Channels of the pixels, 1 to 4.</param>
    /// <exception cref="VaeCodecException">LimitExceeded: a part of more than <see cref="ImageMetadata.MaxBytes"/>.</exception>
    public static ImageMetadata Read(VipsObject image, ReadOnlyMemory<byte> exif, ReadOnlyMemory<byte> xmp, int orientation, int channels)
    {
        ReadOnlyMemory<byte> icc = Blob(image, Icc);
        return Checked(new()
        {
            Icc = IccProfile.Fits(icc.Span, channels) ? icc : default,
            Exif = ExifOrientation.Upright(exif),
            Xmp = orientation == 1 && ExifOrientation.Of(exif.Span) == 1 ? xmp : XmpOrientation.Upright(xmp),
        });
    }

    private static ReadOnlyMemory<byte> Blob(VipsObject image, string name)
    {
        void* data;
        nuint length;
        if (Libvips.vips_image_get_typeof(image, name) == 0)
            return default;
        if (Libvips.vips_image_get_blob(image, name, &data, &length) == 0)
            return new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        Libvips.TakeError();
        return default;
    }

    private static ImageMetadata Checked(ImageMetadata metadata)
    {
        int longest = Math.Max(metadata.Icc.Length, Math.Max(metadata.Exif.Length, metadata.Xmp.Length));
        return longest <= ImageMetadata.MaxBytes ? metadata : throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
            $"the picture has {longest} bytes of metadata of one kind, more than {ImageMetadata.MaxBytes}; strip them");
    }
}
