using System.Runtime.InteropServices;

namespace VaeCodec.Inference.Simd;

/// <summary>Floats that start at a cache line, so that vector loads never straddle two and kernels may hold pointers. They lie outside the
/// managed heap: what a large picture took is given back at once, and nothing is cleared that will be overwritten.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const nuint CacheLineBytes = 64;

    [ThreadStatic]
    private static long t_taken, t_start, t_most;

    private float* _start;

    /// <summary>Zeros.</summary>
    public AlignedBuffer(int length)
        : this(length, zero: true)
    {
    }

    private AlignedBuffer(int length, bool zero)
    {
        Length = length;
        _start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), CacheLineBytes);
        GC.AddMemoryPressure(Bytes);
        t_most = Math.Max(t_most, t_taken += Bytes);
        if (zero)
            Span.Clear();
    }

    /// <summary>Frees what nobody has disposed of: weights, and the tensors of work that was broken off.</summary>
    ~AlignedBuffer() => Free();

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);

    /// <summary>The first float. The caller keeps this object alive.</summary>
    public float* Pointer => _start != null ? _start : throw new ObjectDisposedException(nameof(AlignedBuffer));

    public long Bytes => Math.Max(1L, Length) * sizeof(float);

    /// <summary>The most bytes that the calling thread has held at a time since <see cref="BeginMeasure"/>, beyond what it held then: what
    /// the garbage collector's counters do not see.</summary>
    internal static long Measured => t_most - t_start;

    /// <summary>A buffer of whatever.</summary>
    public static AlignedBuffer Uninitialised(int length) => new(length, zero: false);

    /// <summary>Begins a measurement of the calling thread.</summary>
    internal static void BeginMeasure() => t_start = t_most = t_taken;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start == null)
            return;
        NativeMemory.AlignedFree(_start);
        GC.RemoveMemoryPressure(Bytes);
        t_taken -= Bytes;
        _start = null;
    }
}
