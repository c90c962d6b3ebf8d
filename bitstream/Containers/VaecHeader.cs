namespace VaeCodec.Bitstream.Containers;

/// <summary>The fixed fields of a .vaec file. Two headers are equal when all their fields are, the β indices by content.</summary>
internal sealed record VaecHeader
{
    /// <summary>The version of the format that this library reads and writes.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The model id of a file that needs no model.</summary>
    public const uint NoModel = 0;

    /// <summary>The largest width and the largest height, 2^20.</summary>
    public const int MaxSide = 1 << 20;

    /// <summary>Pixels per position of the finest latents.</summary>
    private const int FinestStride = 8;

    private readonly byte[] _betaIndices = [];

    /// <summary>Version of the format.</summary>
    public byte Version { get; init; } = CurrentVersion;

    /// <summary>Width in pixels, 1 to 2^20.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, 1 to 2^20.</summary>
    public required int Height { get; init; }

    /// <summary>Channels of the picture, 1 to 4.</summary>
    public required int Channels { get; init; }

    /// <summary>The first four bytes, big-endian, of the SHA-256 of the weights file.</summary>
    public required uint ModelId { get; init; }

    /// <summary>
    /// b of β = 2^(b/16 - 16) for each latent layer, first layer first; a single element stands for any number of equal layers, and equal
    /// elements become one when they are set.
    /// </summary>
    public required byte[] BetaIndices
    {
        get => _betaIndices;
        init => _betaIndices = value.AsSpan().ContainsAnyExcept(value.FirstOrDefault()) ? value : value[..Math.Min(1, value.Length)];
    }

    /// <summary>CRC-32C of the decoded pixels: rows from the top, channels interleaved.</summary>
    public required uint PixelsCrc32C { get; init; }

    /// <summary>Which of the lines of <see cref="LastLinesOf"/> are coded.</summary>
    public LastLines CodedLastLines { get; init; }

    /// <summary>The last lines of a picture that begin a position of their own.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static LastLines LastLinesOf(int width, int height)
        => (EndsInALine(width) ? LastLines.Column : 0) | (EndsInALine(height) ? LastLines.Row : 0);

    /// <summary>One β index for each of the layers of the model.</summary>
    /// <exception cref="VaeCodecException">Corrupt: the header holds a different number of layers.</exception>
    public byte[] BetaIndicesFor(int layers)
    {
        if (BetaIndices.Length == 1) return [.. Enumerable.Repeat(BetaIndices[0], layers)];
        if (BetaIndices.Length == layers) return [.. BetaIndices];
        throw new VaeCodecException(
            VaeCodecErrorKind.Corrupt,
            $"The header has {BetaIndices.Length} layers, but its model has {layers}; the file or the model id is damaged.",
            HeaderCodec.BetaOffset);
    }

    /// <inheritdoc/>
    public bool Equals(VaecHeader? other) => other is not null
        && (Version, Width, Height, Channels, ModelId, PixelsCrc32C, CodedLastLines)
            == (other.Version, other.Width, other.Height, other.Channels, other.ModelId, other.PixelsCrc32C, other.CodedLastLines)
        && BetaIndices.AsSpan().SequenceEqual(other.BetaIndices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, Channels, ModelId, PixelsCrc32C, BetaIndices.Length);

    private static bool EndsInALine(int side) => side > FinestStride && side % FinestStride == 1;
}
