namespace VaeCodec.Store.Import;

/// <summary>What a source has become: the file to store, and what the index is told of it.</summary>
/// <param name="File">The bytes to store.</param>
/// <param name="Format">Their suffix.</param>
/// <param name="Mode">How the picture is kept.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 to 4.</param>
/// <param name="Exif">What the metadata tells.</param>
internal sealed record StoredForm(ReadOnlyMemory<byte> File, string Format, StoredMode Mode, int Width, int Height, int Channels,
    ExifSummary Exif)
{
    /// <summary>Of .vaec files.</summary>
    public const string Vaec = ".vaec";

    /// <summary>Of a picture.</summary>
    public static StoredForm Of(PixelImage image, ReadOnlyMemory<byte> file, string format, StoredMode mode)
        => new(file, format, mode, image.Width, image.Height, image.Channels, ExifSummary.Of(image.Metadata.Exif.Span));
}
