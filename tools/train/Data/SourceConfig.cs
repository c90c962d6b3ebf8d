namespace VaeCodec.Train.Data;

/// <summary>One of a run's sources of pictures, as its JSON file describes it: a folder, or graphics made by code.</summary>
internal sealed record SourceConfig
{
    /// <summary>For results.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of .jpg and .png files; or give <see cref="Rendered"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>How many pictures of text, lines, flat colours and the like are rendered; or give <see cref="Folder"/>.</summary>
    public int? Rendered { get; init; }

    /// <summary>Of what is rendered.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of the crops, relative to the other sources'.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Whether crops may be reduced.</summary>
    public bool Resized { get; init; } = true;

    /// <summary>One group of pictures in this many is held out.</summary>
    public int HoldOutEvery { get; init; } = 64;

    /// <summary>File names that are held out in any case: what an earlier model held out by another rule.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>What is wrong with it; null if nothing is.</summary>
    internal string? Fault()
        => Name.Length == 0 ? "a source has a 'name'"
            : Folder is null == Rendered is null ? $"source '{Name}' has one of 'folder' and 'rendered'"
            : Rendered is < 1 or > 100_000 ? $"'rendered' of source '{Name}' is 1 to 100000"
            : !(Share is > 0 and <= 1e6) ? $"'share' of source '{Name}' is above 0"
            : HoldOutEvery is < 2 or > 1_000_000 ? $"'hold_out_every' of source '{Name}' is 2 to 1000000"
            : null;
}
