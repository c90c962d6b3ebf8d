using System.Buffers;
using System.Runtime.InteropServices;

namespace VaeCodec.Images;

/// <summary>
/// Reads and writes image files through libvips: PNG, JPEG, WebP, TIFF, AVIF, GIF, PNM and what else the installed library knows.
/// Thread-safe. Throws <see cref="DllNotFoundException"/>, naming the package, where libvips is missing.
/// </summary>
public static unsafe class ImageFile
{
    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly long MaxPixels = new DecoderOptions().MaxPixels;

    /// <summary>Reads a picture; the format is told by the file's bytes, not by its name.</summary>
    /// <exception cref="VaeCodecException">BadImage: no image, damaged, truncated or more than 8 bits per channel; LimitExceeded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PixelImage Load(string path) => Load(File.ReadAllBytes(path));

    /// <summary>Reads a picture from the bytes of an image file.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="Load(string)"/>.</exception>
    public static PixelImage Load(ReadOnlySpan<byte> file)
    {
        Libvips.EnsureStarted();
        if (file.IsEmpty)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, "not an image: the input is empty; give a PNG, JPEG, WebP, TIFF, AVIF or PNM file");
        fixed (byte* data = file)
        {
            using VipsObject source = Libvips.vips_source_new_from_memory(data, (nuint)file.Length);
            using VipsObject image = Open(source);
            RequireWithinLimit(image);
            ColourConversion.RequireEightBits(image);
            using VipsObject converted = ColourConversion.ToCodecLayout(image);
            return ReadPixels(converted);
        }
    }

    /// <summary>Writes a picture in the format of the path's extension: exactly where the format can (but for WebP's colours under
    /// full transparency), JPEG at its quality 95.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an extension that libvips does not write.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(PixelImage image, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        File.WriteAllBytes(path, SaveToBytes(image, Path.GetExtension(path)));
    }

    /// <summary>The bytes of an image file in the format of a suffix such as <c>.png</c>.</summary>
    /// <exception cref="VaeCodecException">BadArgument: a suffix that libvips does not write.</exception>
    public static byte[] SaveToBytes(PixelImage image, string formatSuffix)
    {
        ArgumentNullException.ThrowIfNull(image);
        string saver = FindSaver(formatSuffix);
        fixed (byte* pixels = image.Pixels)
        {
            using VipsObject raw = Libvips.vips_image_new_from_memory_copy(pixels, (nuint)image.Pixels.Length, image.Width, image.Height,
                image.Channels, ColourConversion.UChar);
            if (raw.IsInvalid)
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, "the picture's fields contradict each other: " + Libvips.TakeError());
            using VipsObject tagged = ColourConversion.Tag(raw, image.IsGray);
            using VipsObject target = Libvips.vips_target_new_to_memory();
            using var save = new VipsOperation(saver);
            save.Set("in", tagged).Set("target", target).Set(ExactnessOf(formatSuffix)).Run();
            return ReadWritten(target);
        }
    }

    /// <summary>Throws BadArgument unless pictures can be written in the format of a suffix such as <c>.png</c>.</summary>
    public static void RequireWritable(string formatSuffix) => FindSaver(formatSuffix);

    private static string FindSaver(string suffix)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        Libvips.EnsureStarted();
        bool plain = suffix.Length >= 2 && suffix[0] == '.' && suffix.AsSpan(1).IndexOfAnyExcept(LettersAndDigits) < 0;
        string? saver = !plain ? null : Marshal.PtrToStringUTF8((nint)Libvips.vips_foreign_find_save_target(suffix.ToLowerInvariant()));
        if (saver is not null)
            return saver;
        Libvips.TakeError();
        throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
            $"no image format has the extension '{suffix}'; use .png, .jpg, .webp, .tif, .avif, .ppm or .pgm");
    }

    private static string ExactnessOf(string suffix) => suffix.ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => "Q=95",
        ".webp" or ".avif" or ".heic" or ".heif" or ".jp2" or ".jxl" => "lossless=true",
        _ => "",
    };

    private static VipsObject Open(VipsObject source)
    {
        string? loader = Marshal.PtrToStringUTF8((nint)Libvips.vips_foreign_find_load_source(source));
        if (loader is null)
        {
            Libvips.TakeError();
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, "not an image; give a PNG, JPEG, WebP, TIFF, AVIF or PNM file");
        }

        using var load = new VipsOperation(loader);
        return load.Set("source", source).Set("fail_on=error,memory=true").RunToImage();
    }

    private static void RequireWithinLimit(VipsObject image)
    {
        int width = Libvips.vips_image_get_width(image), height = Libvips.vips_image_get_height(image);
        if ((long)width * height > MaxPixels)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded, $"the picture is {width} x {height}, more than {MaxPixels} pixels; split it");
    }

    private static PixelImage ReadPixels(VipsObject image)
    {
        int channels = Libvips.vips_image_get_bands(image);
        if (channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the picture has {channels} channels; convert to gray, RGB or RGBA first");
        ColourConversion.RequireEightBits(image);
        nuint length;
        void* pixels = Libvips.vips_image_write_to_memory(image, &length);
        if (pixels == null)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the image file is damaged or truncated: {Libvips.TakeError()}");
        return new PixelImage(Libvips.vips_image_get_width(image), Libvips.vips_image_get_height(image), channels, TakeBytes(pixels, length));
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

    private static byte[] TakeBytes(void* memory, nuint length)
    {
        try
        {
            return new ReadOnlySpan<byte>(memory, checked((int)length)).ToArray();
        }
        finally
        {
            Libvips.g_free(memory);
        }
    }
}
