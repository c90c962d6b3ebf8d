namespace VaeCodec.Store;

/// <summary>What the index tells of a picture.</summary>
public sealed record StoredPicture
{
    /// <summary>SHA-256 of the source: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it was called when it was put.</summary>
    public required string Name { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>1 to 4: gray or RGB, perhaps with alpha.</summary>
    public required int Channels { get; init; }

    /// <summary>The suffix of the stored file: <c>.vaec</c>, or that of the original where it was kept.</summary>
    public required string Format { get; init; }

    /// <summary>How the picture is kept.</summary>
    public required StoredMode Mode { get; init; }

    /// <summary>Bytes of the source: its file, or its pixels.</summary>
    public required long SourceBytes { get; init; }

    /// <summary>Bytes of the stored file.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>When the camera says that it was taken, in the camera's own time; null where it does not say.</summary>
    public DateTime? Taken { get; init; }

    /// <summary>When it was put, UTC.</summary>
    public required DateTime Added { get; init; }

    /// <summary>Make and model of the camera; null where unknown.</summary>
    public string? Camera { get; init; }

    /// <summary>Its tags, in order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was deleted, UTC; null for one that is there.</summary>
    public DateTime? Deleted { get; init; }

    /// <summary>Where its blob is. No two puts use the same key, so that removing one never takes another's.</summary>
    internal string BlobKey { get; init; } = "";

    /// <summary>SHA-256 of the stored file.</summary>
    internal byte[] BlobHash { get; init; } = [];
}

/// <summary>How a picture is kept.</summary>
public enum StoredMode
{
    /// <summary>The source itself, because it was smaller, or because something of it would have been lost.</summary>
    Original,

    /// <summary>By the network, with loss.</summary>
    Lossy,

    /// <summary>Exact pixels.</summary>
    Exact,
}
