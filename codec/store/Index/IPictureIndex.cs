namespace VaeCodec.Store.Index;

/// <summary>The entries of a store. Ids are whole, in lower case.</summary>
internal interface IPictureIndex : IAsyncDisposable
{
    /// <summary>Adds an entry; false where its id is taken. When this returns it survives the process and the machine.</summary>
    Task<bool> AddAsync(StoredPicture picture, CancellationToken cancellationToken);

    /// <summary>Writes an entry anew, if it still tells of an earlier blob; false where it does not. When this returns it survives the
    /// process and the machine.</summary>
    Task<bool> ReplaceAsync(StoredPicture picture, string earlierBlob, CancellationToken cancellationToken);

    /// <summary>The first entries whose id begins so, deleted ones, too.</summary>
    Task<IReadOnlyList<StoredPicture>> FindAsync(string prefix, int limit, CancellationToken cancellationToken);

    /// <summary>The entries that pass, the latest first.</summary>
    IAsyncEnumerable<StoredPicture> ListAsync(PictureFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds and removes tags.</summary>
    Task TagAsync(string id, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken cancellationToken);

    /// <summary>Says when an entry was deleted, or that it is not; false where nothing had to change.</summary>
    Task<bool> SetDeletedAsync(string id, DateTime? when, CancellationToken cancellationToken);

    /// <summary>Removes an entry if it was deleted at that time or before; false where it was not.</summary>
    Task<bool> RemoveAsync(string id, DateTime deletedUntil, CancellationToken cancellationToken);

    /// <summary>Whether an entry tells of a blob.</summary>
    Task<bool> TellsOfAsync(string id, string blobKey, CancellationToken cancellationToken);

    /// <summary>Sums over all entries.</summary>
    Task<StoreStatistics> SumAsync(CancellationToken cancellationToken);
}
