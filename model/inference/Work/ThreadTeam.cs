using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace VaeCodec.Inference.Work;

/// <summary>Shares one operation after the other between the calling thread and helpers from the thread pool. A helper stays for a moment
/// after each operation, awake, because the next one follows within microseconds, while waking a thread takes longer than many an
/// operation; if none follows it goes back to the pool.</summary>
/// <remarks>For one calling thread at a time. Nothing waits for a helper that does not come: the caller does its share.</remarks>
/// <param name="size">Threads, the calling one among them.</param>
internal sealed class ThreadTeam(int size)
{
    /// <summary>How long a helper stays awake without work.</summary>
    private static readonly long s_patience = Stopwatch.Frequency / 5000;

    private readonly int[] _present = new int[size];
    private Operation? _current;

    /// <summary>Threads, the calling one among them.</summary>
    public int Size { get; } = size;

    /// <summary>Does an operation's shares, each once; returns when all are done, or throws what the first failed one has thrown.</summary>
    /// <param name="shares">How many, 1 to <see cref="Size"/>.</param>
    /// <param name="work">Does the share of a number.</param>
    public void Run(int shares, Action<int> work)
    {
        var operation = new Operation(shares, work);
        _current = operation;
        Thread.MemoryBarrier(); // a helper that leaves looks for work once more after it has said so
        for (int helper = 1; helper < shares; helper++)
        {
            if (Enters(helper))
                ThreadPool.UnsafeQueueUserWorkItem(static at => at.Team.Help(at.Helper), (Team: this, Helper: helper), preferLocal: false);
        }

        for (int share = 0; share < shares; share++)
            operation.TryDo(share);
        operation.Wait();
        _current = null;
    }

    private bool Enters(int helper) => Interlocked.Exchange(ref _present[helper], 1) == 0;

    private void Help(int helper)
    {
        do
        {
            Stay(helper);
            Interlocked.Exchange(ref _present[helper], 0);
        }
        while (Volatile.Read(ref _current) is { } missed && missed.Has(helper) && Enters(helper));
    }

    private void Stay(int helper)
    {
        long idle = Stopwatch.GetTimestamp();
        for (var spin = default(SpinWait); Stopwatch.GetTimestamp() - idle < s_patience;)
        {
            if (Volatile.Read(ref _current) is { } operation && operation.TryDo(helper))
                (idle, spin) = (Stopwatch.GetTimestamp(), default);
            else
                spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private sealed class Operation(int shares, Action<int> work)
    {
        /// <summary>Looks at the end before the caller sleeps; the last share ends at about the same time as its own.</summary>
        private const int SpinsAtTheEnd = 500;

        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly object _gate = new();
        private readonly int[] _taken = new int[shares];
        private int _open = shares;
        private ExceptionDispatchInfo? _failure;

        /// <summary>Whether a share is there for a helper to take.</summary>
        public bool Has(int share) => share < _taken.Length && Volatile.Read(ref _taken[share]) == 0;

        /// <summary>Does a share, unless there is none of this number or it has been taken.</summary>
        public bool TryDo(int share)
        {
            if (!Has(share) || Interlocked.Exchange(ref _taken[share], 1) != 0)
                return false;
            try
            {
                if (_context is null)
                    work(share);
                else
                    ExecutionContext.Run(_context, state => work((int)state!), share);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            }

            if (Interlocked.Decrement(ref _open) == 0)
            {
                lock (_gate)
                    Monitor.Pulse(_gate);
            }

            return true;
        }

        /// <summary>Waits for all shares; throws what one has thrown.</summary>
        public void Wait()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _open) != 0 && spin.Count < SpinsAtTheEnd)
                spin.SpinOnce(sleep1Threshold: -1);
            lock (_gate)
            {
                while (Volatile.Read(ref _open) != 0)
                    Monitor.Wait(_gate);
            }

            _failure?.Throw();
        }
    }
}
