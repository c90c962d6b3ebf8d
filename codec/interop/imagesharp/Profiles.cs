using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;
using SixLabors.ImageSharp.Metadata.Profiles.Xmp;
using SharpMetadata = SixLabors.ImageSharp.Metadata.ImageMetadata;

namespace VaeCodec.ImageSharp;

/// <summary>Colour profile, EXIF and XMP between ImageSharp and the codec: byte for byte, unless a program has changed them.</summary>
internal static class Profiles
{
    /// <summary>Those of an image.</summary>
    public static ImageMetadata Of(SharpMetadata metadata) => new()
    {
        Icc = metadata.IccProfile?.ToByteArray(),
        Exif = metadata.ExifProfile?.ToByteArray(),
        Xmp = metadata.XmpProfile?.ToByteArray(),
    };

    /// <summary>Gives them to an image.</summary>
    public static void Put(ImageMetadata profiles, SharpMetadata metadata)
    {
        if (!profiles.Icc.IsEmpty)
            metadata.IccProfile = new IccProfile(profiles.Icc.ToArray());
        if (!profiles.Exif.IsEmpty)
            metadata.ExifProfile = new ExifProfile(profiles.Exif.ToArray());
        if (!profiles.Xmp.IsEmpty)
            metadata.XmpProfile = new XmpProfile(profiles.Xmp.ToArray());
    }
}
