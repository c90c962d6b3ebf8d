using VaeCodec.Inference.Work;
using VaeCodec.Picture;

namespace VaeCodec;

/// <summary>How a file is decoded. Immutable; one instance may serve many threads. Values are checked as they are set.</summary>
public sealed record DecoderOptions
{
    /// <summary>Number of latent layers to use, from 0; null for all. Those left out stay at their prior's mean. Given, even if it is all
    /// layers, the picture is the lossy one of a lossless file, and the plain one of a file with texture.</summary>
    public int? Layers { get; init; }

    /// <summary>1, 2, 4 or 8: the picture comes back at ceil(width / Scale) x ceil(height / Scale). A file with latents gives what the
    /// flagship's preview heads read off its state after the layers that are to be seen. All that would make the whole picture of it is
    /// left out, exact pixels and texture, too. With alpha, exact areas, or no network at all, it is decoded whole, and each pixel is the
    /// mean of a square. The checksum of the file is always verified, that of the pixels where they are decoded whole.</summary>
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
    /// themselves. Blocks count, too: those of a picture may have twice as many pixels, or 2^20, whichever is more.</summary>
    public long MaxPixels { get; init => field = PixelLimit.Valid(value); } = DefaultMaxPixels;

    /// <summary>Refuses files that take more multiply-adds than this to decode, told from header and chunks before any memory is taken for
    /// the picture. The shipped flagship takes some 22 thousand per pixel of whole 64 x 64 blocks; exact pixels or texture take some 166
    /// thousand per pixel more. A processor core does some 3 to 6 * 10^10 a second. Null for no limit but that of <see cref="MaxPixels"/>;
    /// then pictures are refused that are so thin that their blocks have more than twice their pixels, and more than 2^20.</summary>
    /// <exception cref="VaeCodecException">BadArgument: below 1.</exception>
    public long? MaxWork
    {
        get;
        init => field = value is null or >= 1 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a limit of {value} multiply-adds is below 1");
    }

    /// <summary>Refuses files that may take more bytes of memory than this to decode, told from header and chunks before any is taken: for
    /// weights, the network's tensors (<see cref="StripBytes"/>, and 11 bytes per pixel of whole 64 x 64 blocks with the shipped
    /// flagship), the pixels with what is kept beside them, metadata, and for archives the index. The file itself does not count, nor does
    /// what .NET takes. Null for no limit but that of <see cref="MaxPixels"/>.</summary>
    /// <exception cref="VaeCodecException">BadArgument: below 1.</exception>
    public long? MaxMemory
    {
        get;
        init => field = value is null or >= 1 ? value
            : throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a limit of {value} bytes of memory is below 1");
    }

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

    /// <summary>The limit where none is given: the largest.</summary>
    public const long DefaultMaxPixels = MostPixels;

    /// <summary>The largest limit, 2^28.</summary>
    public const long MostPixels = 1L << 28;
}
