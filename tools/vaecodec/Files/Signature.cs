using VaeCodec.Bitstream.Containers;
using VaeCodec.Images;

namespace VaeCodec.Tool.Files;

/// <summary>What a file is by its first bytes, so that one that is handed to the wrong command is named for what it is, before more of it
/// is read. <see cref="ImageFile"/> does so for pictures.</summary>
internal static class Signature
{
    /// <summary>Refuses what is no .vaec file.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="maxPixels">The most pixels that it may ask for.</param>
    /// <exception cref="VaeCodecException">NotVaec, or what is wrong with its header.</exception>
    public static void RequireVaec(ReadOnlyMemory<byte> head, long maxPixels)
    {
        if (VaeArchive.IsArchive(head.Span))
            throw Wrong("it is a .vaea archive; 'vaecodec archive extract' decodes the pictures in it");
        if (ImageSignature.NameOf(head.Span) is { } picture)
            throw Wrong($"it is a {picture} image and not a .vaec file; 'vaecodec encode' makes one of it");
        WholeStream.RequireFile(head, maxPixels);
    }

    /// <summary>Refuses what is neither a .vaec file nor an archive.</summary>
    /// <exception cref="VaeCodecException">As for <see cref="RequireVaec"/>.</exception>
    public static void RequireVaecOrArchive(ReadOnlyMemory<byte> head, long maxPixels)
    {
        if (!VaeArchive.IsArchive(head.Span))
            RequireVaec(head, maxPixels);
    }

    /// <summary>Refuses what is neither a picture nor a .vaec file.</summary>
    /// <exception cref="VaeCodecException">BadImage, or what is wrong with a .vaec file's header.</exception>
    public static void RequireSource(ReadOnlyMemory<byte> head, long maxPixels)
    {
        if (head.Span.StartsWith("VAEC"u8))
            WholeStream.RequireFile(head, maxPixels);
        else
            ImageSignature.Require(head.Span);
    }

    /// <summary>Refuses what is no archive.</summary>
    /// <exception cref="VaeCodecException">NotVaec.</exception>
    public static void RequireArchive(ReadOnlyMemory<byte> head)
    {
        if (head.Span.StartsWith("VAEC"u8))
            throw Wrong("it is a .vaec file, one picture, and no archive; 'vaecodec info' shows what is in it");
        if (ImageSignature.NameOf(head.Span) is { } picture)
            throw Wrong($"it is a {picture} image and no archive; 'vaecodec archive pack' makes one of images");
        WholeStream.RequireArchive(head);
    }

    private static VaeCodecException Wrong(string message) => new(VaeCodecErrorKind.NotVaec, message);
}
