using VaeCodec.Bitstream.Grid;

namespace VaeCodec.Bitstream.Tables;

/// <summary>One logistic of a <see cref="LogisticMixture"/>, in integers of the <see cref="PixelGrid"/> and the
/// <see cref="ScaleGrid"/>.</summary>
/// <param name="Attenuation">Its weight is 2^(-Attenuation/8) of the largest; 0 to 120.</param>
/// <param name="Mean">Its mean in 64ths of a gray level; -4096 to 20480.</param>
/// <param name="Scale">Its scale is 2^(Scale/8 - 4) gray levels; 0 to 80.</param>
internal readonly record struct MixtureComponent(int Attenuation, int Mean, int Scale)
{
    internal bool IsValid => Attenuation is >= 0 and <= PixelGrid.MaxAttenuation && Mean is >= PixelGrid.MinMean and <= PixelGrid.MaxMean
        && Scale is >= 0 and <= ScaleGrid.Highest;
}
