namespace VaeCodec.Store;

/// <summary>How a store is checked. Immutable.</summary>
public sealed record VerifyOptions
{
    /// <summary>Whether pictures are decoded, too, and their pixels' checksum compared.</summary>
    public bool Pixels { get; init; } = true;

    /// <summary>The most bytes of blobs to read in a second, so that a check can run beside other work; null for no limit.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Blobs that nothing tells of are removed from this age on; younger ones may belong to a put under way. Null to leave
    /// all.</summary>
    public TimeSpan? OrphanAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How pictures are decoded: limits, threads, models. Without a <see cref="DecoderOptions.MaxWork"/> whatever work they take
    /// is done, also of thin pictures: they were let in.</summary>
    public DecoderOptions Decoder { get; init; } = new();
}
