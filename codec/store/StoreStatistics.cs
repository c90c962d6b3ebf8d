namespace VaeCodec.Store;

/// <summary>How many pictures a store has, and what they take.</summary>
/// <param name="Pictures">Those that are there.</param>
/// <param name="Originals">Those of them whose source itself is kept.</param>
/// <param name="Exact">Those with exact pixels.</param>
/// <param name="SourceBytes">Bytes of all their sources.</param>
/// <param name="StoredBytes">Bytes of all their blobs.</param>
/// <param name="Deleted">Pictures that are deleted and not purged.</param>
/// <param name="DeletedBytes">Bytes of their blobs.</param>
public sealed record StoreStatistics(long Pictures, long Originals, long Exact, long SourceBytes, long StoredBytes, long Deleted,
    long DeletedBytes);
