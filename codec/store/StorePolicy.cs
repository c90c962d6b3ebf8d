using VaeCodec.Images;

namespace VaeCodec.Store;

/// <summary>What pictures are kept as. Immutable.</summary>
public sealed record StorePolicy
{
    /// <summary>How the picture is coded: quality 75 unless something else is asked for. Graphics come out exact by themselves
    /// (<see cref="EncoderOptions.AllowExact"/>).</summary>
    public EncoderOptions Encoder { get; init; } = new() { Mode = Rate.Quality(DefaultQuality) };

    /// <summary>Whether the source itself is kept where it is no larger than what it would become.</summary>
    public bool KeepSmallerOriginal { get; init; } = true;

    /// <summary>Whether the source itself is kept where more than the loss that was asked for would be lost: frames, depth, metadata that
    /// has no place.</summary>
    public bool KeepIncompleteOriginal { get; init; } = true;

    /// <summary>The limits within which sources are read. 16 bits per channel are never refused: where the original is not kept they are
    /// rounded to 8, with a warning.</summary>
    public ImageFileOptions Reading { get; init; } = new();

    /// <summary>The most work that decoding a source may be that is a .vaec file already; see <see cref="DecoderOptions.MaxWork"/>. Null
    /// for no limit but that of <see cref="ImageFileOptions.MaxPixels"/>.</summary>
    public long? MaxWork { get; init; }

    /// <summary>The quality where none is given.</summary>
    public const double DefaultQuality = 75;
}
