namespace VaeCodec;

/// <summary>What a picture carries besides its pixels, byte for byte; a part that is empty is not there. Immutable: the bytes are not to be
/// changed once they are in here.</summary>
public sealed record ImageMetadata
{
    /// <summary>The most bytes of one part that a .vaec file holds, 2^24.</summary>
    public const int MaxBytes = 1 << 24;

    /// <summary>No metadata.</summary>
    public static ImageMetadata None { get; } = new();

    /// <summary>The ICC profile of the pixels as they are.</summary>
    public ReadOnlyMemory<byte> Icc { get; init; }

    /// <summary>EXIF: a TIFF structure, beginning with its byte order. Its orientation, if it has one, is 1, because the pixels are
    /// upright.</summary>
    public ReadOnlyMemory<byte> Exif { get; init; }

    /// <summary>The XMP packet, UTF-8.</summary>
    public ReadOnlyMemory<byte> Xmp { get; init; }

    /// <summary>How densely the pixels lie in print; null where it is not known.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The colours of the samples as code points of ITU-T H.273, as PNG's cICP has them: primaries, transfer, matrix (0 for RGB)
    /// and range, a byte each. Pixels without them and without a profile are sRGB.</summary>
    /// <exception cref="VaeCodecException">BadArgument: neither 0 bytes nor 4.</exception>
    public ReadOnlyMemory<byte> CodePoints
    {
        get;
        init => field = value.Length is 0 or 4 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{value.Length} bytes are no four code points of colour");
    }

    /// <summary>True when there is nothing.</summary>
    public bool IsEmpty => Icc.IsEmpty && Exif.IsEmpty && Xmp.IsEmpty && Resolution is null && CodePoints.IsEmpty;
}
