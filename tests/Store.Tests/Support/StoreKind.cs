namespace VaeCodec.Store.Tests.Support;

/// <summary>What a store is made of.</summary>
public enum StoreKind
{
    /// <summary>SQLite and files, in a folder.</summary>
    Folder,

    /// <summary>PostgreSQL and S3.</summary>
    Remote,
}
