using System.Threading.RateLimiting;

namespace VaeCodec.Server;

/// <summary>Lets so many requests code pictures at a time, and so many wait; the others are told to come again.</summary>
internal sealed class WorkGate(ServeOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter _work = Limiter(options.Concurrency, options.Concurrency * options.Waiting);

    /// <summary>Bodies that are received at a time, or have been and wait: each is held in memory.</summary>
    private readonly ConcurrencyLimiter _bodies = Limiter(4 * options.Concurrency, options.Concurrency * options.Waiting);

    /// <summary>Waits for a turn to code.</summary>
    /// <exception cref="BusyException">Too many wait.</exception>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken) => EnterAsync(_work, cancellationToken);

    /// <summary>Waits until a body may be received; its place is free again once it is no longer held.</summary>
    /// <exception cref="BusyException">Too many wait.</exception>
    public Task<IDisposable> ReceiveAsync(CancellationToken cancellationToken) => EnterAsync(_bodies, cancellationToken);

    public void Dispose()
    {
        _work.Dispose();
        _bodies.Dispose();
    }

    private static async Task<IDisposable> EnterAsync(ConcurrencyLimiter limiter, CancellationToken cancellationToken)
    {
        RateLimitLease lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        throw new BusyException();
    }

    private static ConcurrencyLimiter Limiter(int most, int waiting) => new(new()
    {
        PermitLimit = most,
        QueueLimit = waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
