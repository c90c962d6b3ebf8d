using System.Diagnostics;

namespace VaeCodec.Inference.Work;

/// <summary>Who does which rows: the threads that all work on one picture shares, the network's operations and what the codec does around
/// them. Rows are shared in ranges; what needs no more than one thread is done beside an operation.</summary>
/// <remarks>For one calling thread at a time.</remarks>
internal sealed class WorkTeam
{
    /// <summary>Ranges for each thread where nobody says how many rows a range should have.</summary>
    private const int RangesPerThread = 4;

    /// <summary>Ints between the counters of two threads, which then do not share a cache line.</summary>
    private const int CounterStride = 16;

    private readonly ThreadTeam _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<(string Name, Action Work)> _beside = [];

    /// <summary>A team of as many threads as the options say.</summary>
    public WorkTeam(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _threads = new(options.Threads > 0 ? options.Threads : Environment.ProcessorCount);
        _cancellationToken = options.CancellationToken;
    }

    /// <summary>Threads, the calling one among them.</summary>
    public int Size => _threads.Size;

    /// <summary>Takes work for one thread, which must not use this team: each of the operations that follow, if it has several threads,
    /// has one of them do one such work before its share of the rows. Work is done in the order in which it came, never two at a
    /// time.</summary>
    /// <param name="name">Of its span; see <see cref="CodecActivity"/>.</param>
    /// <param name="work">Does it.</param>
    public void Beside(string name, Action work) => _beside.Enqueue((name, work));

    /// <summary>Does what is left of the work that operations were to do beside them.</summary>
    public void FinishBeside()
    {
        while (_beside.TryDequeue(out (string Name, Action Work) job))
        {
            using Activity? span = CodecActivity.Start(job.Name);
            job.Work();
        }
    }

    /// <summary>Runs an operation over ranges of the rows [top, bottom), each row once.</summary>
    /// <param name="top">The first row.</param>
    /// <param name="bottom">The row behind the last.</param>
    /// <param name="operation">Does the rows of a range [from, to).</param>
    /// <exception cref="OperationCanceledException">Cancelled before it began.</exception>
    public void ForRows(int top, int bottom, Action<int, int> operation)
        => ForRows(top, bottom, Math.Max(1, (bottom - top) / (RangesPerThread * Size)), operation);

    /// <summary>The same, in ranges of about so many rows.</summary>
    public void ForRows(int top, int bottom, int rangeRows, Action<int, int> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        _cancellationToken.ThrowIfCancellationRequested();
        int rows = bottom - top, threads = Math.Min(Size, rows);
        // As many for each thread, of rows as equal as can be: what one has more than the other is time in which the other waits.
        int ranges = (rows + rangeRows - 1) / rangeRows;
        if (threads > 1)
            ranges = Math.Min(rows, (ranges + threads - 1) / threads * threads);
        if (ranges <= 1 || threads == 1)
        {
            for (int range = 0; range < ranges; range++)
                Run(range);
            return;
        }

        bool hasJob = _beside.TryDequeue(out (string Name, Action Work) job);
        var done = new int[threads * CounterStride];
        _threads.Run(threads, thread =>
        {
            if (hasJob && thread == threads - 1)
                RunBeside(job.Name, job.Work);

            // First its own block of neighbouring ranges, whose rows are in its cache from the operation before, then what others have left
            // of theirs.
            for (int i = 0; i < threads; i++)
            {
                int block = (thread + i) % threads, first = Block(block), count = Block(block + 1) - first;
                ref int counter = ref done[block * CounterStride];
                for (int range = Interlocked.Increment(ref counter) - 1; range < count; range = Interlocked.Increment(ref counter) - 1)
                    Run(first + range);
            }
        });

        int Block(int block) => (int)((long)ranges * block / threads);

        void Run(int range)
        {
            int from = First(range), to = First(range + 1);
            if (from < to)
                operation(from, to);
        }

        // At even rows, where tiles of F(2x2, 3x3) begin, except at the ends.
        int First(int range)
        {
            int first = top + (int)((long)rows * range / ranges);
            return range == 0 || range == ranges ? first : Math.Clamp((first + 1) / 2 * 2, top, bottom);
        }
    }

    private static void RunBeside(string name, Action work)
    {
        using Activity? span = CodecActivity.StartBeside(name);
        work();
    }
}
