using System.Runtime.InteropServices;
using VaeCodec.Images.Exif;

namespace VaeCodec.Images.Vips;

/// <summary>Writes a picture through libvips, with its metadata.</summary>
internal static unsafe class VipsWriter
{
    /// <summary>The bytes of an image file, in a format that <see cref="ImageFormat.OptionsOf"/> knows.</summary>
    /// <exception cref="VaeCodecException">BadImage: the format cannot hold the picture.</exception>
    public static byte[] Write(PixelImage image, string suffix, ImageSaveOptions options)
    {
        Libvips.EnsureStarted();
        fixed (byte* pixels = image.Pixels)
        {
            using VipsObject raw = Libvips.vips_image_new_from_memory(pixels, (nuint)image.Pixels.Length, image.Width, image.Height,
                image.Channels, ColourConversion.UChar);
            if (raw.IsInvalid)
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, "the picture cannot be written: " + Libvips.TakeError());
            using VipsObject tagged = ColourConversion.Tag(raw, image.IsGray, image.Metadata.Resolution);
            using VipsObject target = Libvips.vips_target_new_to_memory();
            bool splices = MetadataWriter.Splices(suffix);
            if (!splices)
                MetadataWriter.Attach(image, tagged, options.OnWarning);
            using var save = new VipsOperation(FindSaver(suffix));
            save.Set("in", tagged).Set("target", target).Set(ImageFormat.OptionsOf(suffix, options.Quality)!).Run();
            byte[] file = ReadWritten(target);
            if (image.Metadata.Resolution is null)
                TiffResolution.Clear(file);
            return splices ? MetadataWriter.Splice(image, file, suffix, options.OnWarning) : file;
        }
    }

    /// <summary>A libvips of the system may have been built without a format.</summary>
    private static string FindSaver(string suffix)
    {
        string? saver = Marshal.PtrToStringUTF8((nint)Libvips.vips_foreign_find_save_target(suffix.ToLowerInvariant()));
        return saver ?? throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"'{suffix}' cannot be written by this libvips: {Libvips.TakeError()}");
    }

    private static byte[] ReadWritten(VipsObject target)
    {
        GValue value = default;
        Libvips.g_value_init(&value, Libvips.vips_blob_get_type());
        Libvips.g_object_get_property(target, "blob", &value);
        nuint length;
        void* bytes = Libvips.vips_blob_get(Libvips.g_value_get_boxed(&value), &length);
        byte[] written = new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
        Libvips.g_value_unset(&value);
        return written;
    }
}
