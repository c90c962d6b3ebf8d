namespace VaeCodec.Bitstream.Containers;

/// <summary>What a reader is willing to take on. Checked before anything is allocated for the field in question.</summary>
internal sealed record ContainerLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static ContainerLimits Default { get; } = new();

    /// <summary>The largest width times height; 2^28 by default.</summary>
    public long MaxPixels { get; init; } = 1L << 28;

    /// <summary>The most bytes in one auxiliary chunk; 2^26 by default.</summary>
    public long MaxChunkBytes { get; init; } = 1L << 26;

    /// <summary>The most auxiliary chunks; 64 by default.</summary>
    public int MaxChunks { get; init; } = 64;

    /// <summary>The most latent layers; 64 by default.</summary>
    public int MaxLayers { get; init; } = 64;
}
