using SixLabors.ImageSharp.Formats;

namespace VaeCodec.ImageSharp;

/// <summary>Knows .vaec files by their first bytes (FORMAT.md, "Header").</summary>
internal sealed class VaecFormatDetector : IImageFormatDetector
{
    private static ReadOnlySpan<byte> Magic => "VAEC"u8;

    /// <inheritdoc/>
    public int HeaderSize => Magic.Length;

    /// <inheritdoc/>
    public IImageFormat? DetectFormat(ReadOnlySpan<byte> header) => header.StartsWith(Magic) ? VaecFormat.Instance : null;
}
