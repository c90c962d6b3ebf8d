namespace VaeCodec.Images;

/// <summary>How the files begin that can be pictures. Whatever begins otherwise is refused before more of it is read, so that an endless
/// device costs nothing.</summary>
internal static class ImageSignature
{
    /// <summary>Bytes that are enough to tell.</summary>
    public const int Bytes = 16;

    private const int BoxNameAt = 4;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8];

    /// <summary>Throws where the first bytes of a file are none of a picture's.</summary>
    /// <exception cref="VaeCodecException">BadImage.</exception>
    public static void Require(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"not an image: the input is empty; {Remedy}");
        if (!IsPossible(head))
            throw new VaeCodecException(VaeCodecErrorKind.BadImage, $"not an image; {Remedy}");
    }

    /// <summary>What to do about it.</summary>
    public const string Remedy = "give a PNG, JPEG, WebP, TIFF, AVIF, GIF or PNM file";

    /// <summary>True for the signature of a PNG file.</summary>
    public static bool IsPng(ReadOnlySpan<byte> head) => head.StartsWith(Png);

    private static bool IsPossible(ReadOnlySpan<byte> head) => IsPng(head) || head.StartsWith(Jpeg) || head.StartsWith("GIF"u8)
        || head.StartsWith("RIFF"u8) || head.StartsWith("II"u8) || head.StartsWith("MM"u8) || Pnm.PnmHeader.Begins(head)
        || (head.Length > BoxNameAt && head[BoxNameAt..].StartsWith("ftyp"u8));
}
