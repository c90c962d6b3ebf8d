namespace VaeCodec.Fuzz.Coverage;

/// <summary>How often each edge between basic blocks was taken since the last look (AFL's map: Zalewski, "Technical whitepaper for
/// afl-fuzz", 2014). The instrumented assemblies call <see cref="Hit"/> at the head of every block; for one thread.</summary>
public static class EdgeCounters
{
    /// <summary>Counters; edges beyond share some.</summary>
    public const int Size = 1 << 16;

    private static readonly byte[] s_counts = new byte[Size];
    private static int s_previous;

    /// <summary>Blocks that have run since the program started.</summary>
    public static long Total { get; private set; }

    /// <summary>Called by instrumented code.</summary>
    public static void Hit(int block)
    {
        ref byte count = ref s_counts[(block ^ s_previous) & (Size - 1)];
        if (count != byte.MaxValue)
            count++;
        Total++;
        s_previous = block >> 1;
    }

    /// <summary>Forgets.</summary>
    public static void Clear()
    {
        Array.Clear(s_counts);
        s_previous = 0;
    }

    /// <summary>The edges taken, each with a class of how often: 1, 2, 3, 4-7, 8-15, 16-31, 32-127 or more times.</summary>
    public static IEnumerable<int> Features()
    {
        for (int at = 0; at < Size; at++)
        {
            if (s_counts[at] is not 0 and var count)
                yield return (at << 3) | (count < 4 ? count - 1 : count < 8 ? 3 : count < 16 ? 4 : count < 32 ? 5 : count < 128 ? 6 : 7);
        }
    }
}
