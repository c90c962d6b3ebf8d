namespace VaeCodec.Images;

/// <summary>How files begin that are pictures, or are taken for some. Whatever begins otherwise is refused before more of it is read, so
/// that an endless device costs nothing; what is known is named.</summary>
internal static class ImageSignature
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int Bytes = 16;

    private static readonly (string Name, int At, byte[] Bytes)[] s_read =
    [
        ("PNG", 0, [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']), ("JPEG", 0, [0xff, 0xd8]), ("GIF", 0, [.. "GIF"u8]),
        ("WebP", 0, [.. "RIFF"u8]), ("TIFF", 0, [.. "II"u8]), ("TIFF", 0, [.. "MM"u8]), ("AVIF", 4, [.. "ftyp"u8]),
    ];

    private static readonly (string Name, int At, byte[] Bytes)[] s_others =
    [
        ("HEIC", 4, [.. "ftyphei"u8]), ("JPEG XL", 0, [0xff, 0x0a]), ("JPEG XL", 4, [.. "JXL "u8]), ("JPEG 2000", 4, [.. "jP  "u8]),
        ("BMP", 0, [.. "BM"u8]), ("PDF", 0, [.. "%PDF"u8]), ("SVG", 0, [.. "<svg"u8]), ("SVG", 0, [.. "<?xml"u8]),
    ];

    /// <summary>Throws where the first bytes of a file are none of a picture's.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static void Require(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            throw Bad($"not an image: the input is empty; give a {Formats} file");
        if (Find(head, s_others) is { } other)
            throw Bad($"{other} is not read; convert it to {Formats} first");
        if (head.StartsWith("VAEC"u8))
            throw Bad("it is a .vaec file already; 'vaecodec decode' makes an image of it");
        if (VaeArchive.IsArchive(head))
            throw Bad("it is a .vaea archive; 'vaecodec archive extract' takes images out of it");
        if (NameOf(head) is null)
            throw NoImage();
    }

    /// <summary>What is said of anything that is no picture.</summary>
    public static VaeCodecException NoImage() => Bad($"not an image; give a {Formats} file");

    /// <summary>What kind of picture a file is, if any, whether it can be read or not.</summary>
    public static string? NameOf(ReadOnlySpan<byte> head)
        => Pnm.PnmHeader.Begins(head) ? "PNM" : Find(head, s_others) ?? Find(head, s_read);

    /// <summary>True for the signature of a PNG file.</summary>
    public static bool IsPng(ReadOnlySpan<byte> head) => head.StartsWith(s_read[0].Bytes);

    /// <summary>True for the signature of a JPEG file.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> head) => head.StartsWith(s_read[1].Bytes);

    /// <summary>True for the signature of a TIFF file.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> head) => head.StartsWith("II"u8) || head.StartsWith("MM"u8);

    /// <summary>Whether bytes begin as an AVIF file does.</summary>
    public static bool IsAvif(ReadOnlySpan<byte> head) => head.Length > 8 && head[4..].StartsWith("ftyp"u8);

    private const string Formats = "PNG, JPEG, WebP, TIFF, AVIF, GIF or PNM";

    private static string? Find(ReadOnlySpan<byte> head, (string Name, int At, byte[] Bytes)[] known)
    {
        foreach ((string name, int at, byte[] bytes) in known)
        {
            if (head.Length >= at + bytes.Length && head[at..].StartsWith(bytes))
                return name;
        }

        return null;
    }

    private static VaeCodecException Bad(string message) => new(VaeCodecErrorKind.BadImage, message);
}
