using VaeCodec.Inference.Work;
using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>How a picture is encoded. Immutable; one instance may serve many threads. Values are checked as they are set.</summary>
public sealed record EncoderOptions
{
    /// <summary>What the file keeps of the picture; a lossy file of quality 60 by default. A <see cref="Rate"/> alone stands for a lossy
    /// file of it: <c>new EncoderOptions { Mode = Rate.Quality(75) }</c>.</summary>
    public Mode Mode { get; init; } = Mode.Lossy();

    /// <summary>True to leave the picture's profile, EXIF and XMP out of the file.</summary>
    public bool Strip { get; init; }

    /// <summary>False to have a lossy picture always coded by the network. Otherwise one that takes no more bytes with its exact pixels, as
    /// text, icons and flat colours do, is coded so.</summary>
    public bool AllowExact { get; init; } = true;

    /// <summary>True to keep the colours of pixels whose alpha is 0, which nobody sees, as well as those of others; otherwise a lossy
    /// picture has smooth ones there, which cost next to nothing. Lossless files keep them anyway, and no measure counts them.</summary>
    public bool KeepHidden { get; init; }

    /// <summary>Refuses pictures of more pixels than this. A decoder must be told to accept more than its own default, and pictures of many
    /// pixels that are much thinner than 64; see <see cref="DecoderOptions.MaxWork"/>.</summary>
    /// <exception cref="VaeCodecException">BadArgument: not between 1 and <see cref="DecoderOptions.MostPixels"/>.</exception>
    public long MaxPixels { get; init => field = PixelLimit.Valid(value); } = DecoderOptions.DefaultMaxPixels;

    /// <summary>Which weights to use: a name, or the first eight or more digits of their SHA-256; null for those that ship with the
    /// library. Whoever decodes the file needs the same.</summary>
    public string? Model { get; init; }

    /// <summary>Where they are found if they do not ship with the library; see <see cref="DecoderOptions.ModelsFolder"/>.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>About how many bytes the network's tensors may take while a strip of the picture goes through it; more are needed for very
    /// wide pictures. The result does not depend on it.</summary>
    public long StripBytes { get; init; } = EngineOptions.DefaultStripBytes;

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
