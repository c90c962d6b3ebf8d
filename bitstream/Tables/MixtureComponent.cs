namespace VaeCodec.Bitstream.Tables;

/// <summary>One logistic of a <see cref="LogisticMixture"/>, in integers.</summary>
/// <param name="Attenuation">Its weight is 2^(-Attenuation/8) of the largest; 0 to 120.</param>
/// <param name="Mean">Its mean in 64ths of a gray level; -4096 to 20480.</param>
/// <param name="Scale">Its scale is 2^(Scale/8 - 4) gray levels; 0 to 80.</param>
internal readonly record struct MixtureComponent(int Attenuation, int Mean, int Scale)
{
    /// <summary>The largest attenuation, 2^-15.</summary>
    public const int MaxAttenuation = 120;

    /// <summary>Steps of weight and scale in an octave.</summary>
    public const int PerOctave = 8;

    /// <summary>Units of the mean in a gray level.</summary>
    public const int MeanUnits = 64;

    /// <summary>The lowest mean, -64.</summary>
    public const int MinMean = -64 * MeanUnits;

    /// <summary>The highest mean, 320.</summary>
    public const int MaxMean = 320 * MeanUnits;

    /// <summary>The largest scale index, 64 gray levels.</summary>
    public const int MaxScale = 80;

    internal bool IsValid => Attenuation is >= 0 and <= MaxAttenuation && Mean is >= MinMean and <= MaxMean
        && Scale is >= 0 and <= MaxScale;
}
