namespace VaeCodec.Bench;

/// <summary>What to measure.</summary>
public sealed record BenchOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>Quality settings.</summary>
    public IReadOnlyList<double> Qualities { get; init; } = [5, 20, 40, 60, 80, 95];

    /// <summary>CSV files of other codecs' curves; see <see cref="AnchorFile"/>.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];

    /// <summary>Where to write every measurement as JSON; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
