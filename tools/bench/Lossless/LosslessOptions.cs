namespace VaeCodec.Bench.Lossless;

/// <summary>What to measure of lossless coding.</summary>
internal sealed record LosslessOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>Where to write every number as JSON; null for nowhere.</summary>
    public OutputFile? Json { get; init; }

    /// <summary>VaeCodec's threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
