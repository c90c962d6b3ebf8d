namespace VaeCodec.Images;

/// <summary>How an image file is read. Immutable.</summary>
public sealed record ImageFileOptions
{
    /// <summary>True to round 16 bits per channel to 8 instead of refusing them.</summary>
    public bool ReduceDepth { get; init; }

    /// <summary>Refuses pictures of more pixels than this, before any memory is taken for them.</summary>
    public long MaxPixels { get; init; } = new DecoderOptions().MaxPixels;

    /// <summary>Told, a line for each, what of the file does not come into the picture.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Refuses pictures whose profile, EXIF, XMP and other texts would take more bytes than this once they are unpacked, before
    /// they are. 3 * 2^24 by default: as much of each of the three as a .vaec file holds.</summary>
    public long MaxMetadataBytes { get; init; } = 3L * ImageMetadata.MaxBytes;
}
