namespace VaeCodec.Bench.Surface;

/// <summary>Which surface to measure.</summary>
internal sealed record SurfaceOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>The weights, as in <see cref="EncoderOptions.Model"/>; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Folder of weight files; null for the usual one.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Layers of the first group, counted from the coarsest; the others are the second group.</summary>
    public int CoarseLayers { get; init; } = 3;

    /// <summary>Multipliers per group, evenly spaced in log beta over the whole range of qualities.</summary>
    public int Points { get; init; } = 9;

    /// <summary>Where to write all points as JSON; null for nowhere.</summary>
    public OutputFile? Json { get; init; }

    /// <summary>Where to write the plot as SVG; null for nowhere.</summary>
    public OutputFile? Plot { get; init; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
