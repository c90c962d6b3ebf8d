namespace VaeCodec.Batch.Sources;

/// <summary>Where pictures come from: many of them, each with a name in it.</summary>
internal interface ISource : IAsyncDisposable
{
    /// <summary>Whether none of it can be read from here, whatever the picture.</summary>
    Task<bool> IsAwayAsync(CancellationToken cancellationToken);

    /// <summary>The names of all, as they are found: there may be more than memory holds.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);

    /// <summary>A picture's file; null where it is not there.</summary>
    /// <exception cref="IOException">It cannot be read now; another time, or on another machine, it may be.</exception>
    /// <exception cref="VaeCodecException">It is no picture.</exception>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);
}
