namespace VaeCodec.Inference;

/// <summary>How an engine computes; nothing here changes what it computes.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Vector width.</summary>
    public InstructionSet InstructionSet { get; init; } = InstructionSets.Best;

    /// <summary>Stops the computation between operations.</summary>
    public CancellationToken CancellationToken { get; init; }
}
