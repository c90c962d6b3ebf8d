using SixLabors.ImageSharp.Formats;

namespace VaeCodec.ImageSharp;

/// <summary>.vaec among ImageSharp's formats.</summary>
public sealed class VaecFormat : IImageFormat
{
    private VaecFormat()
    {
    }

    /// <summary>The one instance.</summary>
    public static VaecFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "VAEC";

    /// <inheritdoc/>
    public string DefaultMimeType => "image/x-vaec";

    /// <inheritdoc/>
    public IEnumerable<string> MimeTypes => [DefaultMimeType];

    /// <inheritdoc/>
    public IEnumerable<string> FileExtensions => ["vaec"];
}
