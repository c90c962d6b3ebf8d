namespace VaeCodec.Bitstream.Containers;

/// <summary>
/// An auxiliary chunk. Types 1 to 127 change the picture, so a reader refuses those it does not know; types 128 to 255 are ancillary:
/// kept, and free to ignore.
/// </summary>
/// <param name="Type">The type, 1 to 255.</param>
/// <param name="Data">The content, opaque to this library.</param>
internal sealed record VaecChunk(byte Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The coded alpha plane.</summary>
    public const byte Alpha = 1;

    /// <summary>What a lossless file needs to give its exact pixels: a <see cref="PixelChunk"/>.</summary>
    public const byte Pixels = 3;

    /// <summary>What finishes a lossy picture with samples: a <see cref="TextureChunk"/>.</summary>
    public const byte Texture = 4;

    /// <summary>Says that the picture is in a stream of its own and needs no network; empty.</summary>
    public const byte Plain = 5;

    /// <summary>Which parts of a lossy picture are exact, and their colours: an <see cref="AreasChunk"/>.</summary>
    public const byte Areas = 6;

    /// <summary>The lowest ancillary type.</summary>
    public const byte FirstAncillary = 128;

    /// <summary>The ICC profile of the pixels.</summary>
    public const byte Icc = 129;

    /// <summary>EXIF, as a TIFF structure.</summary>
    public const byte Exif = 130;

    /// <summary>The XMP packet.</summary>
    public const byte Xmp = 131;

    /// <summary>How densely the pixels lie in print.</summary>
    public const byte Resolution = 132;

    /// <summary>The colours of the samples as code points.</summary>
    public const byte CodePoints = 133;

    /// <summary>What a type is called, for people.</summary>
    public static string NameOf(byte type) => type switch
    {
        Alpha => "alpha",
        Pixels => "exact pixels",
        Texture => "texture",
        Plain => "plain pixels",
        Areas => "exact areas",
        Icc => "ICC",
        Exif => "EXIF",
        Xmp => "XMP",
        Resolution => "resolution",
        CodePoints => "colour code points",
        _ => "unknown",
    };

    /// <summary>True for the types that this version of the format allows.</summary>
    internal static bool IsKnown(byte type) => type is Alpha or Pixels or Texture or Plain or Areas or >= FirstAncillary;
}
