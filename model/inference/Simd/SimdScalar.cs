namespace VaeCodec.Inference.Simd;

/// <summary>One lane, for machines without fused vector arithmetic.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Lanes => 1;

    public static float Load(float* p) => *p;

    public static void Store(float* p, float v) => *p = v;

    public static float Broadcast(float value) => value;

    public static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static float Multiply(float a, float b) => a * b;

    public static float Add(float a, float b) => a + b;

    public static float Max(float a, float b) => a >= b ? a : b;
}
