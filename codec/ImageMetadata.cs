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

    /// <summary>True when there is nothing.</summary>
    public bool IsEmpty => Icc.IsEmpty && Exif.IsEmpty && Xmp.IsEmpty;
}
