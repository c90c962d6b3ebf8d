namespace VaeCodec.Store;

/// <summary>What a check has found.</summary>
/// <param name="Pictures">Pictures that were checked.</param>
/// <param name="Bytes">Bytes of their blobs.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="OrphansRemoved">Blobs that nothing told of, and that are gone now.</param>
/// <param name="OrphansLeft">Those that are too young to be removed, or were to be left.</param>
public sealed record VerifyReport(long Pictures, long Bytes, IReadOnlyList<StoreFault> Faults, long OrphansRemoved, long OrphansLeft);

/// <summary>A picture that cannot be had as it was put, or blobs that could not be looked at.</summary>
/// <param name="Id">The picture's; empty for a fault of none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Message">What is wrong.</param>
public sealed record StoreFault(string Id, string Name, string Message);
