namespace VaeCodec.Images.Splicing;

/// <summary>Markers of application segments in JPEG files, and the names that tell their contents apart.</summary>
internal static class JpegNames
{
    public const byte App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App13 = 0xED, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;

    public static ReadOnlySpan<byte> Jfif => "JFIF\0"u8;

    public static ReadOnlySpan<byte> JfifThumbnail => "JFXX\0"u8;

    public static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    public static ReadOnlySpan<byte> Xmp => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>XMP part 3, section 1.1.3.1.</summary>
    public static ReadOnlySpan<byte> XmpExtension => "http://ns.adobe.com/xmp/extension/\0"u8;

    public static ReadOnlySpan<byte> Icc => "ICC_PROFILE\0"u8;

    /// <summary>CIPA DC-007: further pictures behind the first, previews or gain maps.</summary>
    public static ReadOnlySpan<byte> MultiPicture => "MPF\0"u8;

    public static ReadOnlySpan<byte> Photoshop => "Photoshop 3.0\0"u8;

    public static ReadOnlySpan<byte> Adobe => "Adobe"u8;
}
