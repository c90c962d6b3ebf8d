using System.Runtime.InteropServices;
using VaeCodec.Images.Splicing;

namespace VaeCodec.Images.Vips;

/// <summary>Reads a picture through libvips, with its metadata, upright and in the codec's layout.</summary>
internal static unsafe class VipsReader
{
    /// <summary>Rows that libvips hands out at a time, so that there is no third copy of the picture beside libvips' and ours.</summary>
    private const int RowsAtATime = 128;

    /// <summary>Reads the bytes of an image file, which are not empty.</summary>
    /// <exception cref="VaeCodecException">BadImage: no image, damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    public static PixelImage Read(ReadOnlySpan<byte> file, bool reduceDepth, long maxPixels, Action<string>? onWarning = null,
        CancellationToken cancellationToken = default)
    {
        Libvips.EnsureStarted();
        fixed (byte* data = file)
        {
            using VipsObject source = Libvips.vips_source_new_from_memory(data, (nuint)file.Length);
            string loader = FindLoader(source);
            using VipsObject image = Open(source, loader);
            PixelCount.Check(Libvips.vips_image_get_width(image), Libvips.vips_image_get_height(image), maxPixels);
            ColourConversion.RequireDepth(image, reduceDepth);
            if (Libvips.vips_image_get_n_pages(image) is > 1 and int pages)
                onWarning?.Invoke($"the file has {pages} frames or pages; the first is taken");
            ReadOnlyMemory<byte> exif = loader.Contains("Tiff", StringComparison.Ordinal) ? TiffExif.Of(file, cancellationToken)
                : MetadataReader.ReadExif(image);
            ReadOnlyMemory<byte> xmp = loader.Contains("Jpeg", StringComparison.Ordinal) ? JpegSegments.FindXmp(file).ToArray()
                : MetadataReader.ReadXmp(image);
            // HEIF turns its pictures itself, and its EXIF does not count.
            int orientation = loader.Contains("Heif", StringComparison.Ordinal) ? 1
                : ColourConversion.OrientationOf(image, ExifOrientation.Of(exif.Span));
            using VipsObject upright = ColourConversion.Upright(image, orientation);
            using VipsObject converted = ColourConversion.ToCodecLayout(upright);
            PixelImage pixels = ReadPixels(converted, cancellationToken);
            return pixels with { Metadata = MetadataReader.Read(image, exif, xmp, orientation, pixels.Channels) };
        }
    }

    private static string FindLoader(VipsObject source)
    {
        string? loader = Marshal.PtrToStringUTF8((nint)Libvips.vips_foreign_find_load_source(source));
        if (loader is not null)
            return loader;
        Libvips.TakeError();
        throw ImageSignature.NoImage();
    }

    private static VipsObject Open(VipsObject source, string loader)
    {
        using var load = new VipsOperation(loader);
        return load.Set("source", source).Set("fail_on=error,memory=true").RunToImage();
    }

    private static PixelImage ReadPixels(VipsObject image, CancellationToken cancellationToken)
    {
        int channels = Libvips.vips_image_get_bands(image);
        if (channels is < 1 or > 4)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the picture has {channels} channels; convert to gray, RGB or RGBA first");
        int width = Libvips.vips_image_get_width(image), height = Libvips.vips_image_get_height(image);
        bool deep = Libvips.vips_image_get_format(image) == ColourConversion.UShort;
        byte[] pixels = new byte[checked(width * height * channels)];
        using VipsObject region = Libvips.vips_region_new(image);
        for (int top = 0; top < height; top += RowsAtATime)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(RowsAtATime, height - top);
            nuint length;
            byte* fetched = Libvips.vips_region_fetch(region, 0, top, width, rows, &length);
            if (fetched == null)
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"the image file is damaged or truncated: {Libvips.TakeError()}");
            Take(fetched, length, deep, pixels.AsSpan(top * width * channels, rows * width * channels));
        }

        return new PixelImage(width, height, channels, pixels);
    }

    private static void Take(byte* memory, nuint length, bool deep, Span<byte> pixels)
    {
        try
        {
            var bytes = new ReadOnlySpan<byte>(memory, checked((int)length));
            if (deep)
                SampleDepth.Reduce(MemoryMarshal.Cast<byte, ushort>(bytes), pixels);
            else
                bytes.CopyTo(pixels);
        }
        finally
        {
            Libvips.g_free(memory);
        }
    }
}
