namespace VaeCodec.Inference.Simd;

/// <summary>A vector with the few operations that the kernels are written in. Each lane computes what the scalar operation computes, so
/// that the width of a vector never shows in a result. Own types around the library's vectors, because code compiled ahead may only be
/// specialised for types of its own.</summary>
internal unsafe interface ISimd<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Floats per vector.</summary>
    static abstract int Lanes { get; }

    static abstract TSimd Load(float* p);

    static abstract void Store(float* p, TSimd v);

    static abstract TSimd Broadcast(float value);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TSimd Fma(TSimd a, TSimd b, TSimd c);

    static abstract TSimd Add(TSimd a, TSimd b);

    static abstract TSimd Subtract(TSimd a, TSimd b);

    static abstract TSimd Multiply(TSimd a, TSimd b);

    /// <summary>a where a >= b, else b.</summary>
    static abstract TSimd Max(TSimd a, TSimd b);
}
