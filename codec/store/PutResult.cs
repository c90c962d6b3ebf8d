namespace VaeCodec.Store;

/// <summary>What became of a put.</summary>
/// <param name="Picture">The picture's entry.</param>
/// <param name="Status">Whether it is new.</param>
public sealed record PutResult(StoredPicture Picture, PutStatus Status);

/// <summary>Whether a put added something.</summary>
public enum PutStatus
{
    /// <summary>The picture is new.</summary>
    Added,

    /// <summary>It was there already; it stays as it was first kept.</summary>
    Present,

    /// <summary>It was deleted and is back.</summary>
    Restored,

    /// <summary>It was there, but its blob was damaged or missing; it has a new one.</summary>
    Repaired,
}
