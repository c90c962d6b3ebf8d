using System.Buffers;
using System.Runtime.InteropServices;
using VaeCodec.Picture;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images;

/// <summary>
/// Reads and writes image files through libvips: PNG, JPEG, WebP, TIFF, AVIF, GIF, PNM and what else the installed library knows.
/// Thread-safe. Throws <see cref="DllNotFoundException"/>, naming the package, where libvips is missing.
/// </summary>
public static unsafe class ImageFile
{
    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly ImageFileOptions Defaults = new();

    /// <summary>Files from this size on are read outside the managed heap, which would keep them long after the picture is there.</summary>
    private const long LargeFile = 1 << 24;

    /// <summary>Rows that libvips hands out at a time, so that there is no third copy of the picture beside libvips' and ours.</summary>
    private const int RowsAtATime = 128;

    /// <summary>Reads a picture, upright, with its profile, EXIF and XMP; the format is told by the file's bytes, not by its name.</summary>
    /// <exception cref="VaeCodecException">BadImage: no image, damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PixelImage Load(string path, ImageFileOptions? options = null)
    {
        long length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        if (length is < LargeFile or > int.MaxValue)
            return Load(File.ReadAllBytes(path), options);
        byte* bytes = (byte*)NativeMemory.Alloc((nuint)length);
        try
        {
            var content = new Span<byte>(bytes, (int)length);
            using FileStream stream = File.OpenRead(path);
            stream.ReadExactly(content);
            return Load(content, options);
        }
        finally
        {
            NativeMemory.Free(bytes);
        }
    }

    /// <summary>Reads a picture from the bytes of an image file.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="Load(string, ImageFileOptions)"/>.</exception>
    public static PixelImage Load(ReadOnlySpan<byte> file, ImageFileOptions? options = null)
    {
        options ??= Defaults;
        long maxPixels = PixelLimit.Valid(options.MaxPixels);
        Libvips.EnsureStarted();
        if (file.IsEmpty)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, "not an image: the input is empty; give a PNG, JPEG, WebP, TIFF, AVIF or PNM file");
        fixed (byte* data = file)
        {
            using VipsObject source = Libvips.vips_source_new_from_memory(data, (nuint)file.Length);
            string loader = FindLoader(source);
            using VipsObject image = Open(source, loader);
            RequireWithinLimit(image, maxPixels);
            ColourConversion.RequireDepth(image, options.ReduceDepth);
            ReadOnlyMemory<byte> exif = loader.Contains("Tiff", StringComparison.Ordinal) ? TiffExif.Of(file) : MetadataReader.ReadExif(image);
            ReadOnlyMemory<byte> xmp = loader.Contains("Jpeg", StringComparison.Ordinal) ? JpegSegments.FindXmp(file).ToArray() : MetadataReader.ReadXmp(image);
            // HEIF turns its pictures itself, and its EXIF does not count.
            int orientation = loader.Contains("Heif", StringComparison.Ordinal) ? 1 : ColourConversion.OrientationOf(image, ExifOrientation.Of(exif.Span));
            using VipsObject upright = ColourConversion.Upright(image, orientation);
            using VipsObject converted = ColourConversion.ToCodecLayout(upright);
            PixelImage pixels = ReadPixels(converted);
            return pixels with { Metadata = MetadataReader.Read(image, exif, xmp, orientation, pixels.Channels) };
        }
    }

    /// <summary>Writes a picture in the format of the path's extension: exactly where the format can (but for WebP's colours under
    /// full transparency), JPEG at its quality 95. The metadata goes into PNG, JPEG and WebP byte for byte, into TIFF but for EXIF, and
    /// into others as far as libvips puts it there.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an extension that libvips does not write, or metadata too long for the format.</exception>
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
            using VipsObject raw = Libvips.vips_image_new_from_memory(pixels, (nuint)image.Pixels.Length, image.Width, image.Height,
                image.Channels, ColourConversion.UChar);
            if (raw.IsInvalid)
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, "the picture's fields contradict each other: " + Libvips.TakeError());
            using VipsObject tagged = ColourConversion.Tag(raw, image.IsGray);
            using VipsObject target = Libvips.vips_target_new_to_memory();
            bool splices = MetadataWriter.Splices(formatSuffix);
            if (!splices)
                MetadataWriter.Attach(image, tagged);
            using var save = new VipsOperation(saver);
            save.Set("in", tagged).Set("target", target).Set(ArgumentsFor(formatSuffix)).Run();
            byte[] file = ReadWritten(target);
            return splices ? MetadataWriter.Splice(image, file, formatSuffix) : file;
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

    /// <summary>Stripped are those that get their metadata afterwards, since libvips would make up some EXIF, and PNM, where it would write the time of day.</summary>
    private static string ArgumentsFor(string suffix) => suffix.ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => "Q=95,strip=true",
        ".webp" => "lossless=true,strip=true",
        ".png" => "strip=true,compression=1,filter=sub", // half the default's time and, on photographs, 5 % fewer bytes
        ".ppm" or ".pgm" or ".pnm" or ".pbm" => "strip=true",
        ".avif" or ".heic" or ".heif" or ".jp2" or ".jxl" => "lossless=true",
        _ => "",
    };

    private static string FindLoader(VipsObject source)
    {
        string? loader = Marshal.PtrToStringUTF8((nint)Libvips.vips_foreign_find_load_source(source));
        if (loader is not null)
            return loader;
        Libvips.TakeError();
        throw new VaeCodecException(VaeCodecErrorKind.BadImage, "not an image; give a PNG, JPEG, WebP, TIFF, AVIF or PNM file");
    }

    private static VipsObject Open(VipsObject source, string loader)
    {
        using var load = new VipsOperation(loader);
        return load.Set("source", source).Set("fail_on=error,memory=true").RunToImage();
    }

    private static void RequireWithinLimit(VipsObject image, long maxPixels)
    {
        int width = Libvips.vips_image_get_width(image), height = Libvips.vips_image_get_height(image);
        if ((long)width * height > maxPixels)
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded, $"the picture is {width} x {height}, more than {maxPixels} pixels; split it or raise the limit");
    }

    private static PixelImage ReadPixels(VipsObject image)
    {
        int channels = Libvips.vips_image_get_bands(image);
        if (channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the picture has {channels} channels; convert to gray, RGB or RGBA first");
        int width = Libvips.vips_image_get_width(image), height = Libvips.vips_image_get_height(image);
        bool deep = Libvips.vips_image_get_format(image) == ColourConversion.UShort;
        byte[] pixels = new byte[checked(width * height * channels)];
        using VipsObject region = Libvips.vips_region_new(image);
        for (int top = 0; top < height; top += RowsAtATime)
        {
            int rows = Math.Min(RowsAtATime, height - top);
            nuint length;
            byte* fetched = Libvips.vips_region_fetch(region, 0, top, width, rows, &length);
            if (fetched == null)
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the image file is damaged or truncated: {Libvips.TakeError()}");
            Take(fetched, length, deep, pixels.AsSpan(top * width * channels, rows * width * channels));
        }

        return new PixelImage(width, height, channels, pixels);
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

    private static void Take(byte* memory, nuint length, bool deep, Span<byte> pixels)
    {
        try
        {
            var bytes = new ReadOnlySpan<byte>(memory, checked((int)length));
            if (deep)
                ColourConversion.Reduce(MemoryMarshal.Cast<byte, ushort>(bytes), pixels);
            else
                bytes.CopyTo(pixels);
        }
        finally
        {
            Libvips.g_free(memory);
        }
    }
}
