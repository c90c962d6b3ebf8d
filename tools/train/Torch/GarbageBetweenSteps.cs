using System.Runtime;

namespace VaeCodec.Train.Torch;

/// <summary>Holds the garbage collector off while libtorch computes. TorchSharp's <c>Scalar</c>, which every operation with a number makes,
/// frees its native value in its finaliser, and nothing keeps it alive during the call that reads that value: a collection at that moment,
/// set off by another thread, leaves the call with freed memory. So a long run collects between its steps, when nothing is being
/// computed.</summary>
/// <remarks>One such guard works at a time in a process; a second one does nothing, as does one whose steps allocate more than
/// a quarter of <see cref="Budget"/> between two calls of <see cref="Collect"/>, or whose process may not have so much memory: what is
/// left then is the rare failure that there was.</remarks>
internal sealed class GarbageBetweenSteps : IDisposable
{
    /// <summary>Bytes of managed memory that are set aside: one half for small objects and one for large.</summary>
    public const long Budget = 200L << 20;

    private readonly bool _entered;
    private long _allocated;

    /// <summary>Begins to hold off collections.</summary>
    public GarbageBetweenSteps() => _entered = Enter();

    /// <summary>Collects if a quarter of the budget is spent, which may be half of what either size of objects has; to be called where no
    /// operation of libtorch runs.</summary>
    public void Collect()
    {
        if (!_entered || GC.GetTotalAllocatedBytes() - _allocated < Budget / 4)
            return;
        Leave();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Enter();
    }

    /// <summary>Allows collections again.</summary>
    public void Dispose()
    {
        if (_entered)
            Leave();
    }

    private bool Enter()
    {
        _allocated = GC.GetTotalAllocatedBytes();
        return GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && GC.TryStartNoGCRegion(Budget, Budget / 2);
    }

    // The mode has ended by itself where more than the budget was taken.
    private static void Leave()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            GC.EndNoGCRegion();
    }
}
