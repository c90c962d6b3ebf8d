namespace VaeCodec;

/// <summary>How an archive is made. Immutable.</summary>
public sealed record VaeArchiveOptions
{
    /// <summary>How the pictures are encoded that have a file of their own. Its threads count for the chains too, and its
    /// <see cref="EncoderOptions.Strip"/>.</summary>
    public EncoderOptions Encoder { get; init; } = new();

    /// <summary>The only model of small pictures to use where it fits, by its name or the first eight or more digits of its weights'
    /// SHA-256; null for whichever takes the fewest bytes for each picture.</summary>
    public string? ImageModel { get; init; }

    /// <summary>Small pictures in a chain, 1 to 16384. To get one of them its whole chain is decoded; every chain takes some 50 bytes
    /// besides.</summary>
    public int Restart { get; init; } = 256;
}
