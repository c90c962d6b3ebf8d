namespace VaeCodec.Inference.Simd;

/// <summary>The few vector operations that the kernels are written in. Each lane computes what the scalar operation computes, so that the
/// width of a vector never shows in a result.</summary>
internal unsafe interface ISimd<TVector>
{
    /// <summary>Floats per vector.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Load(float* p);

    static abstract void Store(float* p, TVector v);

    static abstract TVector Broadcast(float value);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a where a >= b, else b.</summary>
    static abstract TVector Max(TVector a, TVector b);
}
