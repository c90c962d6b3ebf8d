using VaeCodec.Networks;

namespace VaeCodec.Inference.Simd;

/// <summary>What happens to a finished sum before it is stored: which parts of the formula of <see cref="Finish{TSimd}"/> there are.</summary>
internal interface IEpilogue
{
    /// <summary>Slope below zero; 1 for none.</summary>
    static virtual float Slope => 1f;

    /// <summary>Whether there is a scale per channel.</summary>
    static virtual bool HasScale => false;

    /// <summary>Whether there is something to add.</summary>
    static virtual bool HasResidual => false;
}

/// <summary>y = sum.</summary>
internal readonly struct Linear : IEpilogue;

/// <summary>y = max(sum, 0.1 sum).</summary>
internal readonly struct LeakyRelu : IEpilogue
{
    public static float Slope => HvaeNetwork.NegativeSlope;
}

/// <summary>y = fma(sum, scale[channel], residual).</summary>
internal readonly struct ScaledResidual : IEpilogue
{
    public static bool HasScale => true;

    public static bool HasResidual => true;
}

/// <summary>y = residual + sum.</summary>
internal readonly struct Residual : IEpilogue
{
    public static bool HasResidual => true;
}
