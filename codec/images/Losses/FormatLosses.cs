namespace VaeCodec.Images.Losses;

/// <summary>What a format cannot hold of a picture's metadata.</summary>
internal static class FormatLosses
{
    private static readonly (MetadataParts Part, string Name)[] s_names =
    [
        (MetadataParts.Icc, "ICC profile"), (MetadataParts.Exif, "EXIF"), (MetadataParts.Xmp, "XMP"),
        (MetadataParts.Resolution, "resolution"), (MetadataParts.CodePoints, "colour code points (cICP)"),
    ];

    /// <summary>The names of the parts that a picture has and the format of a suffix has not.</summary>
    public static IEnumerable<string> Of(PixelImage image, string suffix)
    {
        MetadataParts lost = PartsOf(image.Metadata) & ~HeldBy(suffix, image.IsGray);
        return s_names.Where(name => lost.HasFlag(name.Part)).Select(name => name.Name);
    }

    private static MetadataParts PartsOf(ImageMetadata metadata)
        => (metadata.Icc.IsEmpty ? 0 : MetadataParts.Icc) | (metadata.Exif.IsEmpty ? 0 : MetadataParts.Exif)
            | (metadata.Xmp.IsEmpty ? 0 : MetadataParts.Xmp) | (metadata.Resolution is null ? 0 : MetadataParts.Resolution)
            | (metadata.CodePoints.IsEmpty ? 0 : MetadataParts.CodePoints);

    private static MetadataParts HeldBy(string suffix, bool gray) => suffix.ToLowerInvariant() switch
    {
        ".png" => MetadataParts.Icc | MetadataParts.Exif | MetadataParts.Xmp | MetadataParts.Resolution | MetadataParts.CodePoints,
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => MetadataParts.Icc | MetadataParts.Exif | MetadataParts.Xmp | MetadataParts.Resolution,
        // WebP has no gray: a profile of gray would not fit its pixels.
        ".webp" => (gray ? 0 : MetadataParts.Icc) | MetadataParts.Exif | MetadataParts.Xmp,
        ".tif" or ".tiff" => MetadataParts.Icc | MetadataParts.Xmp | MetadataParts.Resolution,
        ".avif" => MetadataParts.Icc | MetadataParts.Exif | MetadataParts.Xmp,
        _ => MetadataParts.None,
    };
}
