namespace VaeCodec.Bench.Texture;

/// <summary>What to measure of texture.</summary>
internal sealed record TextureRunOptions
{
    /// <summary>Folder of images.</summary>
    public required string Folder { get; init; }

    /// <summary>Qualities; the default gives about 0.1, 0.2 and 0.4 bits per pixel on photographs.</summary>
    public IReadOnlyList<double> Qualities { get; init; } = [6, 23, 41];

    /// <summary>How far samples depart from what is likeliest; see <see cref="Mode.Texture"/>.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Where to write every number as JSON; null for nowhere.</summary>
    public OutputFile? Json { get; init; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
