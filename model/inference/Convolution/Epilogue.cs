using VaeCodec.Inference.Simd;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Inference.Convolution;

/// <summary>What happens to a finished sum before it is stored: which parts of the formula of <see cref="Finish{TSimd}"/> there
/// are.</summary>
internal interface IEpilogue
{
    /// <summary>Slope below zero; 1 for none.</summary>
    static abstract float Slope { get; }

    /// <summary>Whether there is a scale per channel.</summary>
    static abstract bool HasScale { get; }

    /// <summary>Whether there is something to add.</summary>
    static abstract bool HasResidual { get; }
}

/// <summary>y = sum.</summary>
internal readonly struct Linear : IEpilogue
{
    public static float Slope => 1f;

    public static bool HasScale => false;

    public static bool HasResidual => false;
}

/// <summary>y = max(sum, 0.1 sum).</summary>
internal readonly struct LeakyRelu : IEpilogue
{
    public static float Slope => HvaeNetwork.NegativeSlope;

    public static bool HasScale => false;

    public static bool HasResidual => false;
}

/// <summary>y = fma(sum, scale[channel], residual).</summary>
internal readonly struct ScaledResidual : IEpilogue
{
    public static float Slope => 1f;

    public static bool HasScale => true;

    public static bool HasResidual => true;
}

/// <summary>y = residual + sum.</summary>
internal readonly struct Residual : IEpilogue
{
    public static float Slope => 1f;

    public static bool HasScale => false;

    public static bool HasResidual => true;
}
