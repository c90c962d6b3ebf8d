using System.Runtime.InteropServices;
using VaeCodec.Images.Losses;
using VaeCodec.Images.Pnm;
using VaeCodec.Images.Vips;

namespace VaeCodec.Images;

/// <summary>
/// Reads and writes image files: PNG, JPEG, WebP, TIFF, AVIF and GIF through libvips, PNM by itself. Thread-safe.
/// Throws <see cref="DllNotFoundException"/>, naming the package, where libvips is missing.
/// </summary>
public static unsafe class ImageFile
{
    /// <summary>Files from this size on are read outside the managed heap, which would keep them long after the picture is there.</summary>
    private const long LargeFile = 1 << 24;

    private static readonly ImageFileOptions Defaults = new();

    private static readonly ImageSaveOptions s_plain = new();

    /// <summary>Reads a picture, upright, with its metadata; the format is told by the file's bytes, not by its
    /// name.</summary>
    /// <exception cref="VaeCodecException">BadImage: no image, damaged, truncated or too many bits per channel; LimitExceeded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; looked at between rows and between tags.</exception>
    public static PixelImage Load(string path, ImageFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        using FileStream file = File.OpenRead(path);
        return Load(file, options, cancellationToken);
    }

    /// <summary>Reads a picture from a stream, from where it stands to its end; what does not begin as a picture does is refused before
    /// more of it is read.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="Load(string, ImageFileOptions, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read, or has 2^31 bytes or more.</exception>
    public static PixelImage Load(Stream source, ImageFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] head = new byte[ImageSignature.Bytes];
        int known = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        ImageSignature.Require(head.AsSpan(0, known));
        long left = source.CanSeek ? Math.Max(0, source.Length - source.Position) : 0;
        if (left is < LargeFile or > int.MaxValue - ImageSignature.Bytes)
        {
            using var buffer = new MemoryStream();
            buffer.Write(head, 0, known);
            source.CopyTo(buffer);
            return Load(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), options, cancellationToken);
        }

        byte* bytes = (byte*)NativeMemory.Alloc((nuint)(known + left));
        try
        {
            var content = new Span<byte>(bytes, checked((int)(known + left)));
            head.AsSpan(0, known).CopyTo(content);
            source.ReadExactly(content[known..]);
            return Load(content, options, cancellationToken);
        }
        finally
        {
            NativeMemory.Free(bytes);
        }
    }

    /// <summary>Reads a picture from the bytes of an image file.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="Load(string, ImageFileOptions, CancellationToken)"/>.</exception>
    public static PixelImage Load(ReadOnlySpan<byte> file, ImageFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= Defaults;
        long maxPixels = PixelCount.ValidLimit(options.MaxPixels);
        ImageSignature.Require(file);
        if (PnmHeader.Begins(file))
            return PnmReader.Read(file, options, maxPixels, cancellationToken);
        new MetadataBudget(options.MaxMetadataBytes, cancellationToken).Count(file);
        List<string> warnings = [];
        PixelImage image = DamagedFile.Read(file,
            (bytes, failOn) => VipsReader.Read(bytes, failOn, options, warnings, cancellationToken), options.OnWarning);
        warnings.ForEach(warning => options.OnWarning?.Invoke(warning));
        return image;
    }

    /// <summary>Writes a picture in the format of the path's extension: exactly where the format can (but for WebP's colours under
    /// full transparency) and no quality is chosen, JPEG at its quality 95. Where the format has no alpha, the picture is put before the
    /// background. The metadata goes into PNG, JPEG and WebP byte for byte, into TIFF but for EXIF, into AVIF as libvips
    /// puts it there, and not into GIF and PNM; what a format has no place for is told as a warning.</summary>
    /// <exception cref="VaeCodecException">BadArgument: an extension that is not written, a quality for a format that has
    /// none.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(PixelImage image, string path, ImageSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        File.WriteAllBytes(path, SaveToBytes(image, Path.GetExtension(path), options));
    }

    /// <summary>The bytes of an image file in the format of a suffix such as <c>.png</c>.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="Save"/>.</exception>
    public static byte[] SaveToBytes(PixelImage image, string formatSuffix, ImageSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        options ??= s_plain;
        ImageFormat.Require(formatSuffix, options);
        if (image.Width < 1 || image.Height < 1 || image.Channels is < 1 or > 4
            || image.Pixels.Length != (long)image.Width * image.Height * image.Channels)
        {
            throw new VaeCodecException(VaeCodecErrorKind.BadImage,
                $"the picture's fields contradict each other: {image.Width} x {image.Height} with {image.Channels} channels and "
                    + $"{image.Pixels.Length} bytes");
        }

        if (image.HasAlpha && !ImageFormat.HasAlpha(formatSuffix))
        {
            image = Backdrop.Behind(image, options.Background);
            options.OnWarning?.Invoke($"a {formatSuffix} file has no alpha; the picture is put before {options.Background:x6}");
            if (!image.Metadata.Icc.IsEmpty && !IccProfile.Fits(image.Metadata.Icc.Span, image.Channels))
            {
                image = image with { Metadata = image.Metadata with { Icc = default } };
                options.OnWarning?.Invoke("left out: the ICC profile, which is of gray pixels, since the background is not gray");
            }
        }

        if (FormatLosses.Of(image, formatSuffix).ToArray() is { Length: > 0 } lost)
            options.OnWarning?.Invoke($"left out, since a {formatSuffix} file cannot hold it: {string.Join(", ", lost)}");
        return ImageFormat.IsPnm(formatSuffix) ? PnmWriter.Write(image, formatSuffix) : VipsWriter.Write(image, formatSuffix, options);
    }

    /// <summary>Throws BadArgument unless pictures can be written so in the format of a suffix such as <c>.png</c>; where that takes
    /// libvips, starts it, so that one that is missing is told of before the work.</summary>
    public static void RequireWritable(string formatSuffix, ImageSaveOptions? options = null)
    {
        ImageFormat.Require(formatSuffix, options ?? s_plain);
        if (!ImageFormat.IsPnm(formatSuffix))
            Libvips.EnsureStarted();
    }
}
