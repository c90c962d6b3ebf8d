namespace VaeCodec.Bench.Speed;

/// <summary>What to take apart.</summary>
internal sealed record BreakdownOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>The weights, as in <see cref="EncoderOptions.Model"/>; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Folder of weight files; null for the usual one.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Quality setting.</summary>
    public double Quality { get; init; } = 60;

    /// <summary>Where to write the numbers as JSON; null for nowhere.</summary>
    public OutputFile? Json { get; init; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Encodings and decodings of each image that count, after one that does not.</summary>
    public int Rounds { get; init; } = 3;
}
