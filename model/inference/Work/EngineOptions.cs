using VaeCodec.Inference.Simd;

namespace VaeCodec.Inference.Work;

/// <summary>How an engine computes; nothing here changes what it computes.</summary>
internal sealed record EngineOptions
{
    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Vector width.</summary>
    public InstructionSet InstructionSet { get; init; } = InstructionSets.Best;

    /// <summary>About how many bytes the tensors of a strip of rows may take. Larger pictures are computed strip by strip.</summary>
    public long StripBytes { get; init; } = DefaultStripBytes;

    /// <summary>2^28: pictures of up to some 2 megapixels are one strip with the shipped network.</summary>
    public const long DefaultStripBytes = 1L << 28;

    /// <summary>Stops the computation between operations.</summary>
    public CancellationToken CancellationToken { get; init; }
}
