namespace VaeCodec.Store.Blobs;

/// <summary>Where stored files lie. A key is written once and never anew, so that none of these operations races with another on the same
/// key.</summary>
internal interface IBlobStore : IAsyncDisposable
{
    /// <summary>Writes a blob; when this returns it survives the process and the machine.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads a blob; null where there is none.</summary>
    Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a blob; it may be missing.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>All blobs, in any order, and what writers that died have left.</summary>
    IAsyncEnumerable<BlobEntry> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A blob by its key, with the time when it was written, UTC.</summary>
internal sealed record BlobEntry(string Key, DateTime Written);
