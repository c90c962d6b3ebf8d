namespace VaeCodec.Bench.Viewing;

/// <summary>What a viewing test shows.</summary>
internal sealed record ViewingOptions
{
    /// <summary>Image files, and folders of them.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Folder of the page.</summary>
    public required string Output { get; init; }

    /// <summary>Whether files of the folder may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Number of crops; fewer where the pictures have no room for them.</summary>
    public int Crops { get; init; } = 40;

    /// <summary>Side of a crop in pixels.</summary>
    public int Side { get; init; } = 256;

    /// <summary>Rates in bits per pixel.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.1, 0.2, 0.4];

    /// <summary>Peers by their key in <see cref="Codecs.PeerTable"/>. The first, whose steps are coarse, sets the bytes that the others
    /// meet.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = ["avif-default", "jxl", "webp"];

    /// <summary>Whether to write all versions of a crop side by side as well.</summary>
    public bool Sheets { get; init; }

    /// <summary>The weights, as in <see cref="EncoderOptions.Model"/>; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>Folder of weight files; null for the usual one.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>VaeCodec's threads; 0 for one per processor.</summary>
    public int Threads { get; init; }
}
