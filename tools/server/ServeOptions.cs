using System.Net;

namespace VaeCodec.Server;

/// <summary>How pictures are served.</summary>
internal sealed record ServeOptions
{
    /// <summary>Where to listen; port 0 for any that is free.</summary>
    public IPEndPoint Endpoint { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>What a client must show; null for nothing, which is for loopback alone.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether nothing can be put.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The most bytes of a picture that is put.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>The most pixels of a picture that is put or decoded.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>The most multiply-adds of decoding a stored file.</summary>
    public long MaxWork { get; init; } = 5_000_000_000_000;

    /// <summary>The most time that a request may take once it is all there.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pictures that are coded at a time.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

    /// <summary>Requests that may wait for their turn, for each one that is worked on.</summary>
    public int Waiting { get; init; } = 16;

    /// <summary>A folder of weight files; null for the usual places.</summary>
    public string? Models { get; init; }

    /// <summary>Bytes of pictures that are kept in memory.</summary>
    public long MemoryCacheBytes { get; init; } = 256L << 20;

    /// <summary>A folder for pictures that are kept on the disk; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Bytes of pictures that are kept on the disk.</summary>
    public long DiskCacheBytes { get; init; } = 1L << 30;

    /// <summary>A collector of OpenTelemetry, which gets metrics and traces; null for none.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Endpoint.Address);
}
