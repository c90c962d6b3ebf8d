namespace VaeCodec.Bench.Speed;

/// <summary>What to take apart.</summary>
internal sealed record BreakdownOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>Quality setting.</summary>
    public double Quality { get; init; } = 60;

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Encodings and decodings of each image that count, after one that does not.</summary>
    public int Rounds { get; init; } = 3;
}
