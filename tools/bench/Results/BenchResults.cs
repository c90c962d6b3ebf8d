namespace VaeCodec.Bench.Results;

/// <summary>All that a run has found; the report shows nothing that is not in here.</summary>
internal sealed record BenchResults
{
    /// <summary>The schema's name and version; a change of meaning is a new version.</summary>
    public const string CurrentSchema = "vaecodec-bench/1";

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>When the run ended.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Where it ran. Cached measurements may be older, from the same user's cache.</summary>
    public required MachineInfo Machine { get; init; }

    /// <summary>The folder's name.</summary>
    public required string Folder { get; init; }

    /// <summary>What was measured on.</summary>
    public required IReadOnlyList<ImageInfo> Images { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<CodecInfo> Codecs { get; init; }

    /// <summary>What was asked for and left out.</summary>
    public required IReadOnlyList<MissingCodec> Missing { get; init; }

    /// <summary>Every image at every point.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>Means, measured curves first.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>The curve that <see cref="BdRates"/> of all codecs are given against, beside VaeCodec's: JPEG 4:2:0 where there is
    /// one.</summary>
    public required string Reference { get; init; }

    /// <summary>VaeCodec against every curve, and every curve against <see cref="Reference"/>.</summary>
    public required IReadOnlyList<BdRate> BdRates { get; init; }

    /// <summary>VaeCodec against <see cref="Reference"/> image by image, worst first; empty where that was not measured here.</summary>
    public IReadOnlyList<ImageBdRate> ImageBdRates { get; init; } = [];

    /// <summary>Images for looking at, worst first; empty without a report.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>One image layer by layer; null without a report.</summary>
    public Progression? Progression { get; init; }
}
