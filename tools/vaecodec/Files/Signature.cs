namespace VaeCodec.Tool.Files;

/// <summary>What a file is by its first bytes, so that one that is handed to the wrong command is named for what it is.</summary>
internal static class Signature
{
    private static readonly (string Name, int At, byte[] Bytes)[] s_pictures =
    [
        ("PNG", 0, [0x89, .. "PNG"u8]), ("JPEG", 0, [0xff, 0xd8, 0xff]), ("GIF", 0, [.. "GIF8"u8]), ("WebP", 8, [.. "WEBP"u8]),
        ("TIFF", 0, [.. "II*\0"u8]), ("TIFF", 0, [.. "MM\0*"u8]), ("AVIF", 4, [.. "ftypavif"u8]), ("HEIC", 4, [.. "ftyphei"u8]),
        ("HEIC", 4, [.. "ftypmif1"u8]), ("JPEG XL", 0, [0xff, 0x0a]), ("JPEG XL", 4, [.. "JXL "u8]), ("JPEG 2000", 4, [.. "jP  "u8]),
        ("BMP", 0, [.. "BM"u8]), ("PDF", 0, [.. "%PDF"u8]), ("SVG", 0, [.. "<svg"u8]), ("SVG", 0, [.. "<?xml"u8]),
    ];

    private static readonly string[] s_unread = ["HEIC", "JPEG XL", "JPEG 2000", "BMP", "PDF", "SVG"];

    /// <summary>Refuses what is no .vaec file, but says what it is.</summary>
    /// <exception cref="VaeCodecException">NotVaec.</exception>
    public static void RequireVaec(ReadOnlySpan<byte> file)
    {
        if (VaeArchive.IsArchive(file))
            throw Wrong(VaeCodecErrorKind.NotVaec, "it is a .vaea archive; 'vaecodec archive extract' decodes the pictures in it");
        if (PictureName(file) is { } picture)
            throw Wrong(VaeCodecErrorKind.NotVaec, $"it is a {picture} image and not a .vaec file; 'vaecodec encode' makes one of it");
    }

    /// <summary>Refuses what is no archive, but says what it is.</summary>
    /// <exception cref="VaeCodecException">NotVaec.</exception>
    public static void RequireArchive(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("VAEC"u8))
            throw Wrong(VaeCodecErrorKind.NotVaec, "it is a .vaec file, one picture, and no archive; 'vaecodec info' shows what is in it");
        if (PictureName(file) is { } picture)
            throw Wrong(VaeCodecErrorKind.NotVaec, $"it is a {picture} image and no archive; 'vaecodec archive pack' makes one of images");
    }

    /// <summary>What an image file that cannot be read is; null where that is not known.</summary>
    public static VaeCodecException? UnreadPicture(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("VAEC"u8))
            return Wrong(VaeCodecErrorKind.BadImage, "it is a .vaec file already; 'vaecodec decode' makes an image of it");
        if (VaeArchive.IsArchive(file))
            return Wrong(VaeCodecErrorKind.BadImage, "it is a .vaea archive; 'vaecodec archive extract' takes images out of it");
        return PictureName(file) is { } name && s_unread.Contains(name)
            ? Wrong(VaeCodecErrorKind.BadImage, $"{name} is not read; convert it to PNG, JPEG, WebP, TIFF, AVIF, GIF or PNM first")
            : null;
    }

    private static string? PictureName(ReadOnlySpan<byte> file)
    {
        foreach ((string name, int at, byte[] bytes) in s_pictures)
        {
            if (file.Length >= at + bytes.Length && file[at..].StartsWith(bytes))
                return name;
        }

        return null;
    }

    private static VaeCodecException Wrong(VaeCodecErrorKind kind, string message) => new(kind, message);
}
