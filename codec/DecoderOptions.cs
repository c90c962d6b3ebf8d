using VaeCodec.Inference.Work;
using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>How a file is decoded. Immutable; one instance may serve many threads. Values are checked as they are set.</summary>
public sealed record DecoderOptions
{
    /// <summary>Number of latent layers to use, from 0; null for all. Those left out stay at their prior's mean. Given, even if it is all
    /// layers, the picture is the lossy one of a lossless file, and the plain one of a file with texture.</summary>
    public int? Layers { get; init; }

    /// <summary>1, 2, 4 or 8: the picture comes back at ceil(width / Scale) x ceil(height / Scale), each pixel the mean of a square of
    /// those decoded. The checksum is verified before.</summary>
    public int Scale
    {
        get;
        init => field = value is 1 or 2 or 4 or 8 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a scale of {value} is asked for; it is 1, 2, 4 or 8");
    } = 1;

    /// <summary>About how many bytes the network's tensors may take while a strip of the picture goes through it; more are needed for very
    /// wide pictures. The result does not depend on it.</summary>
    public long StripBytes { get; init; } = EngineOptions.DefaultStripBytes;

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses pictures of more pixels than this, before any memory is taken for them; at most <see cref="MostPixels"/>. With the
    /// shipped network decoding takes, besides <see cref="StripBytes"/>, about 11 bytes per pixel of whole 64 x 64 blocks and the pixels
    /// themselves. Blocks also count for pictures thinner than that: theirs may have four times as many pixels, or 2^20, whichever is
    /// more.</summary>
    public long MaxPixels { get; init => field = PixelLimit.Valid(value); } = DefaultMaxPixels;

    /// <summary>Refuses files whose profile, EXIF or XMP has more bytes than this, before any memory is taken for it; at most
    /// <see cref="ImageMetadata.MaxBytes"/>.</summary>
    public int MaxMetadataBytes
    {
        get;
        init => field = value is >= 0 and <= ImageMetadata.MaxBytes ? value : throw new VaeCodecException(
            VaeCodecErrorKind.BadArgument, $"a limit of {value} bytes of metadata is not between 0 and {ImageMetadata.MaxBytes}");
    } = ImageMetadata.MaxBytes;

    /// <summary>True to decode what there is of a file that has been cut short: layers that are not whole stay at their prior's mean. See
    /// <see cref="VaeDecoder.DecodeDetailed"/>.</summary>
    public bool AllowTruncated { get; init; }

    /// <summary>A folder of weight files (<c>*.safetensors</c>), in which those are found by their hash that do not ship with the library;
    /// null for <see cref="VaeModels.UserFolder"/>.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>The limit where none is given, 2^26.</summary>
    public const long DefaultMaxPixels = 1L << 26;

    /// <summary>The largest limit, 2^28.</summary>
    public const long MostPixels = 1L << 28;
}
