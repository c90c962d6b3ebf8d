namespace VaeCodec.Store;

/// <summary>Which pictures are meant: those that pass everything that is given. Immutable.</summary>
public sealed record PictureFilter
{
    /// <summary>Taken at this time or later; of pictures without a camera's date, put then.</summary>
    public DateTime? From { get; init; }

    /// <summary>Taken before this time.</summary>
    public DateTime? Before { get; init; }

    /// <summary>The fewest pixels.</summary>
    public long? MinPixels { get; init; }

    /// <summary>The most pixels.</summary>
    public long? MaxPixels { get; init; }

    /// <summary>Tags that it has, all of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Part of the camera's name, in any case.</summary>
    public string? Camera { get; init; }

    /// <summary>Whether those that are deleted and not purged are meant, instead of those that are there.</summary>
    public bool Deleted { get; init; }

    /// <summary>The most pictures; null for all.</summary>
    public int? Limit { get; init; }
}
