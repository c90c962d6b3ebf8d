namespace VaeCodec.Images;

/// <summary>How an image file is written. Immutable.</summary>
public sealed record ImageSaveOptions
{
    /// <summary>1 to 100 for JPEG, WebP and AVIF; null for JPEG of 95 and WebP and AVIF without loss. Other formats have no such
    /// choice.</summary>
    /// <exception cref="VaeCodecException">BadArgument: out of range.</exception>
    public int? Quality
    {
        get;
        init => field = value is null or >= 1 and <= 100 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a quality of {value} is not between 1 and 100");
    }

    /// <summary>What is behind the picture where the format has no alpha, as 0xRRGGBB; white by default.</summary>
    /// <exception cref="VaeCodecException">BadArgument: more than 24 bits.</exception>
    public int Background
    {
        get;
        init => field = value is >= 0 and <= 0xffffff ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a background of 0x{value:x} is no 0xRRGGBB");
    } = 0xffffff;

    /// <summary>Told, a line for each, what of the picture the file cannot hold.</summary>
    public Action<string>? OnWarning { get; init; }
}
