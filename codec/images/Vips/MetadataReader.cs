using VaeCodec.Images.Exif;
using VaeCodec.Images.Losses;
using VaeCodec.Images.Png;
using VaeCodec.Images.Splicing;
using VaeCodec.Images.Xmp;

namespace VaeCodec.Images.Vips;

/// <summary>Takes the metadata out of a picture that libvips has opened, and out of its file where libvips does not look.</summary>
/// <param name="image">The picture as it was opened.</param>
/// <param name="loader">The name of libvips' loader.</param>
/// <param name="warnings">Receives what is left behind.</param>
/// <param name="cancellationToken">Looked at between tags.</param>
internal sealed unsafe class MetadataReader(VipsObject image, string loader, List<string> warnings, CancellationToken cancellationToken)
{
    /// <summary>libvips' names of the ICC profile, the EXIF block and the XMP packet.</summary>
    public const string Icc = "icc-profile-data", Exif = "exif-data", Xmp = "xmp-data";

    /// <summary>From here on width and height are exchanged.</summary>
    private const int FirstTransposed = 5;

    private readonly List<string> _leftOut = [];
    private ReadOnlyMemory<byte> _exif;
    private ReadOnlyMemory<byte> _xmp;
    private ReadOnlyMemory<byte> _codePoints;
    private Resolution? _resolution;

    /// <summary>How the picture is to be turned, 1 to 8.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>Finds all parts in the file.</summary>
    /// <exception cref="VaeCodecException">LimitExceeded: too much EXIF.</exception>
    public void Find(ReadOnlySpan<byte> file)
    {
        _leftOut.AddRange(FileLosses.Of(file));
        _exif = ReadExif(file);
        _xmp = ReadXmp(file);
        _codePoints = FileCodePoints.Of(file);
        _resolution = FileResolution.Of(file);
        if (FileCodePoints.HdrName(_codePoints.Span) is { } hdr)
            warnings.Add($"the picture is HDR ({hdr}); its samples are kept as they are, and of image formats only PNG says so then");
        // HEIF turns its pictures itself, and its EXIF does not count.
        if (!Is("Heif"))
            Orientation = ColourConversion.OrientationOf(image, ExifOrientation.Of(_exif.Span));
    }

    /// <summary>All of it, for pixels that are upright and have the profile's colours: a profile of another kind of pixels is left
    /// behind.</summary>
    /// <param name="channels">Channels of the pixels, 1 to 4.</param>
    /// <exception cref="VaeCodecException">LimitExceeded: a part of more than <see cref="ImageMetadata.MaxBytes"/>.</exception>
    public ImageMetadata Read(int channels)
    {
        ReadOnlyMemory<byte> icc = Blob(Icc);
        if (!icc.IsEmpty && !IccProfile.Fits(icc.Span, channels))
        {
            _leftOut.Add("ICC profile of another kind of pixels");
            icc = default;
        }

        if (_leftOut.Count > 0)
            warnings.Add("left out: " + string.Join(", ", _leftOut));
        bool turned = Orientation != 1;
        return Checked(new()
        {
            Icc = icc,
            Exif = turned ? ExifThumbnail.Without(ExifOrientation.Upright(_exif)) : ExifOrientation.Upright(_exif),
            Xmp = turned || ExifOrientation.Of(_exif.Span) != 1 ? XmpOrientation.Upright(_xmp) : _xmp,
            Resolution = Orientation >= FirstTransposed && _resolution is var (x, y) ? new(y, x) : _resolution,
            CodePoints = _codePoints,
        });
    }

    /// <summary>The EXIF block as it is in the file, without JPEG's prefix.</summary>
    private ReadOnlyMemory<byte> ReadExif(ReadOnlySpan<byte> file)
    {
        if (Is("Tiff"))
            return TiffExif.Of(file, cancellationToken);
        if (Is("Png"))
            return PngParts.FindExif(file);
        ReadOnlyMemory<byte> exif = Blob(Exif);
        while (exif.Span.StartsWith(JpegNames.Exif))
            exif = exif[JpegNames.Exif.Length..];
        return exif;
    }

    private ReadOnlyMemory<byte> ReadXmp(ReadOnlySpan<byte> file)
    {
        if (Is("Png"))
            return PngParts.FindXmp(file);
        if (!Is("Jpeg"))
            return Blob(Xmp);
        ReadOnlySpan<byte> packet = JpegSegments.FindXmp(file);
        if (!XmpExtension.IsAnnouncedIn(packet))
            return packet.ToArray();
        if (XmpExtension.Join(packet, file) is { } joined)
            return joined;
        _leftOut.Add("extended XMP, which is damaged");
        return packet.ToArray();
    }

    private bool Is(string format) => loader.Contains(format, StringComparison.Ordinal);

    private ReadOnlyMemory<byte> Blob(string name)
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
