namespace VaeCodec.Images.Losses;

/// <summary>Parts of a picture's metadata.</summary>
[Flags]
internal enum MetadataParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The ICC profile.</summary>
    Icc = 1,

    /// <summary>EXIF.</summary>
    Exif = 2,

    /// <summary>XMP.</summary>
    Xmp = 4,

    /// <summary>The resolution.</summary>
    Resolution = 8,

    /// <summary>Colour as code points.</summary>
    CodePoints = 16,
}
