namespace VaeCodec.Inference.Simd;

/// <summary>What happens to a finished sum before it is stored; a type, so that the choice costs nothing at run time.</summary>
internal interface IEpilogue
{
    static abstract EpilogueKind Kind { get; }
}

internal enum EpilogueKind
{
    /// <summary>y = sum.</summary>
    Linear,

    /// <summary>y = max(sum, 0.1 sum).</summary>
    LeakyRelu,

    /// <summary>y = fma(sum, scale[channel], residual).</summary>
    ScaledResidual,

    /// <summary>y = residual + sum.</summary>
    Residual,
}

internal readonly struct Linear : IEpilogue
{
    public static EpilogueKind Kind => EpilogueKind.Linear;
}

internal readonly struct LeakyRelu : IEpilogue
{
    public static EpilogueKind Kind => EpilogueKind.LeakyRelu;
}

internal readonly struct ScaledResidual : IEpilogue
{
    public static EpilogueKind Kind => EpilogueKind.ScaledResidual;
}

internal readonly struct Residual : IEpilogue
{
    public static EpilogueKind Kind => EpilogueKind.Residual;
}
