using VaeCodec.Bench.Results;

namespace VaeCodec.Bench;

/// <summary>What to measure.</summary>
internal sealed record BenchOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>VaeCodec's quality settings.</summary>
    public IReadOnlyList<double> Qualities { get; init; } = [5, 20, 40, 60, 80, 95];

    /// <summary>Peers by their key in <see cref="Codecs.PeerTable"/>; VaeCodec is always measured.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];

    /// <summary>CSV files of other codecs' curves; see <see cref="AnchorFile"/>.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];

    /// <summary>Whether to measure butteraugli distances, too, by a program that may not be there.</summary>
    public bool Butteraugli { get; init; }

    /// <summary>Where to write all results as JSON; null for nowhere.</summary>
    public OutputFile? Json { get; init; }

    /// <summary>Where to write the report; null for nowhere.</summary>
    public OutputFile? Html { get; init; }

    /// <summary>Where to write the PSNR plot alone as SVG; null for nowhere.</summary>
    public OutputFile? Plot { get; init; }

    /// <summary>Where measurements are kept between runs.</summary>
    public string Cache { get; init; } = MeasurementCache.DefaultFolder;

    /// <summary>The weights, as in <see cref="EncoderOptions.Model"/>; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Folder of weight files; null for the usual one.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>VaeCodec's effort, 0 to 9.</summary>
    public int Effort { get; init; }

    /// <summary>VaeCodec's threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
