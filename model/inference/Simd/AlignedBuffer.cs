namespace VaeCodec.Inference;

/// <summary>Floats on the pinned heap that start at a cache line, so that vector loads never straddle two and kernels may hold pointers.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLineFloats = 16;
    private readonly float[] _array;
    private readonly int _start;

    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<float>(length + CacheLineFloats, pinned: true);
        fixed (float* p = _array)
            _start = (int)((CacheLineFloats - ((nint)p / sizeof(float)) % CacheLineFloats) % CacheLineFloats);
        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>The first float. The array is pinned; the caller keeps this object alive.</summary>
    public float* Pointer => (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _array[_start]);
}
