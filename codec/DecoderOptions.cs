namespace VaeCodec;

/// <summary>How a file is decoded. Immutable; one instance may serve many threads.</summary>
public sealed record DecoderOptions
{
    /// <summary>Number of latent layers to use, from 0; null for all. Those left out stay at their prior's mean.</summary>
    public int? Layers { get; init; }

    /// <summary>Threads to use; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Refuses pictures of more pixels than this, before any memory is taken for them. Decoding takes about
    /// 60 bytes per pixel.</summary>
    public long MaxPixels { get; init; } = 1L << 26;
}
