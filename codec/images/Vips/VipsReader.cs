using System.Runtime.InteropServices;

namespace VaeCodec.Images.Vips;

/// <summary>Reads a picture through libvips, with its metadata, upright and in the codec's layout.</summary>
internal static unsafe class VipsReader
{
    /// <summary>Rows that libvips hands out at a time, so that there is no third copy of the picture beside libvips' and ours.</summary>
    private const int RowsAtATime = 128;

    /// <summary>Reads the bytes of an image file, which are not empty.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="failOn">What libvips takes for a reason not to read it: <c>error</c>, or <c>warning</c>, which is stricter.</param>
    /// <param name="options">Limits and wishes.</param>
    /// <param name="warnings">Receives what of the file is not in the picture as it was.</param>
    /// <param name="cancellationToken">Looked at between rows and between tags.</param>
    /// <exception cref="VaeCodecException">BadImage: no image, damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    /// <returns>The picture, and what libvips found odd about its file.</returns>
    public static (PixelImage Image, string[] Complaints) Read(ReadOnlySpan<byte> file, string failOn, ImageFileOptions options,
        List<string> warnings, CancellationToken cancellationToken)
    {
        Libvips.EnsureStarted();
        Libvips.TakeWarnings();
        PixelImage image = Load(file, failOn, options, warnings, cancellationToken);
        return (image, Libvips.TakeWarnings());
    }

    private static PixelImage Load(ReadOnlySpan<byte> file, string failOn, ImageFileOptions options, List<string> warnings,
        CancellationToken cancellationToken)
    {
        fixed (byte* data = file)
        {
            using VipsObject source = Libvips.vips_source_new_from_memory(data, (nuint)file.Length);
            string loader = FindLoader(source);
            using VipsObject image = Open(source, loader, failOn);
            PixelCount.Check(Libvips.vips_image_get_width(image), Libvips.vips_image_get_height(image),
                PixelCount.ValidLimit(options.MaxPixels));
            if (ColourConversion.RequireDepth(image, options.ReduceDepth))
                warnings.Add(SampleDepth.Reduced);
            if (Libvips.vips_image_get_n_pages(image) is > 1 and int pages)
                warnings.Add($"the file has {pages} frames or pages; the first is taken");
            var metadata = new MetadataReader(image, loader, warnings, cancellationToken);
            metadata.Find(file);
            using VipsObject converted = ColourConversion.ToCodecLayout(image, warnings);
            PixelImage pixels = ReadPixels(converted, cancellationToken);
            return (metadata.Orientation == 1 ? pixels : Upright(pixels, metadata.Orientation, cancellationToken)) with
            {
                Metadata = metadata.Read(pixels.Channels),
            };
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

    /// <summary>Opens the picture to be read once, from the top down, so that libvips keeps a few of its rows only.</summary>
    private static VipsObject Open(VipsObject source, string loader, string failOn)
    {
        using var load = new VipsOperation(loader);
        return load.Set("source", source).Set($"fail_on={failOn},access=sequential").RunToImage();
    }

    private static PixelImage Upright(PixelImage lying, int orientation, CancellationToken cancellationToken)
    {
        fixed (byte* pixels = lying.Pixels)
        {
            using VipsObject raw = Libvips.vips_image_new_from_memory(pixels, (nuint)lying.Pixels.Length, lying.Width, lying.Height,
                lying.Channels, ColourConversion.UChar);
            using VipsObject upright = ColourConversion.Upright(raw, orientation);
            return ReadPixels(upright, cancellationToken);
        }
    }

    /// <summary>The pixels of a picture in one of the codec's layouts.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static PixelImage ReadPixels(VipsObject image, CancellationToken cancellationToken)
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
                throw new VaeCodecException(VaeCodecErrorKind.BadImage, DamagedFile.Refusal + Libvips.TakeError());
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
